/** What is round the content: the card itself, its head, and what has to be said about the connection. */

export const frameStyles = /* css */ `
  :host {
    display: block;
    height: 100%;
    container: card / inline-size;
  }
  ha-card {
    position: relative;
    display: flex;
    flex-direction: column;
    height: 100%;
    padding: 16px;
    overflow: hidden;
    background: var(--ground);
    color: var(--ink);
    border: var(--ha-card-border-width, 1px) solid var(--ha-card-border-color, var(--line));
    border-radius: var(--ha-card-border-radius, 12px);
    font-size: 14px;
    line-height: 1.4;
  }
  ha-card.waiting {
    min-height: 160px;
  }
  .head {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px 12px;
    margin-block-end: 12px;
  }
  .head h2 {
    flex: 1 1 auto;
    min-width: 0;
    font-size: 16px;
    font-weight: 500;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .path {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 2px 6px;
    max-width: 100%;
    color: var(--quiet);
    font-size: 13px;
  }
  .path .icon {
    width: 16px;
    height: 16px;
    stroke-width: 2.5;
    color: var(--walked);
  }
  .path_blocked {
    color: var(--wrong);
    font-weight: 500;
  }
  .path_blocked .icon {
    color: inherit;
  }
  .reasons {
    flex-basis: 100%;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  .tabs {
    display: flex;
    gap: 4px;
    flex: 1 1 100%;
    min-width: 0;
    margin: -4px;
    padding: 4px;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .tab {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    max-width: 180px;
    flex: none;
    min-height: 48px;
    padding-block: 6px;
    padding-inline: 8px 14px;
    border-radius: 24px;
    color: var(--quiet);
    font-weight: 500;
  }
  .tab span:not(.sr) {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tab .ring {
    flex: none;
    width: 32px;
  }
  .tab .ring circle {
    stroke-width: 16;
  }
  .tab[aria-selected="true"] {
    background: var(--soft);
    color: var(--ink);
  }
  .tab.walking .ring {
    animation: breathe 2s ease-in-out infinite;
  }
  .notice,
  .error {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px 12px;
    border-radius: 10px;
    background: var(--soft);
  }
  .notice:not(:last-child) {
    margin-block-end: 12px;
  }
  .notice > span,
  .error > span {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .notice .icon {
    width: 20px;
    height: 20px;
  }
  .notice.wrong {
    display: block;
    color: var(--wrong);
  }
  .notice.wrong ul {
    margin-block-start: 6px;
    padding-inline-start: 18px;
    list-style: disc;
  }
  .error {
    flex-wrap: wrap;
    margin-block-start: 12px;
    color: var(--wrong);
  }
  .error > span {
    flex-basis: 60%;
  }

`;
