export const dialogStyles = /* css */ `
  :host {
    position: absolute;
    font-size: 14px;
  }
  dialog {
    width: min(440px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
    padding: 16px;
    overflow: auto;
    border: 0;
    border-radius: 20px;
    background: var(--ha-dialog-surface-background, var(--card-background-color, #fff));
    color: var(--ink);
    box-shadow: 0 12px 48px rgba(0, 0, 0, 0.35);
    line-height: 1.4;
  }
  dialog::backdrop {
    background: rgba(0, 0, 0, 0.5);
  }
  dialog[open] {
    animation: arrive 0.18s ease-out;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: -4px -4px 12px;
  }
  .title {
    flex: 1;
    min-width: 0;
    text-align: center;
  }
  h2 {
    font-size: 17px;
    font-weight: 600;
    line-height: 1.25;
  }
  h2:focus-visible {
    outline: none;
  }
  .title p,
  .quiet {
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  .quiet {
    padding: 16px 0;
    text-align: center;
  }
  .walks li {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 6px 0;
    border-block-start: 1px solid var(--line);
  }
  .direction {
    flex: none;
    width: 32px;
    color: var(--walked);
  }
  .forward .direction {
    color: var(--quiet);
  }
  .when {
    flex: 1;
    min-width: 0;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .what {
    display: block;
    color: var(--quiet);
    font-weight: 400;
  }
  .walks .flat {
    width: 44px;
    height: 44px;
  }
  form {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 12px;
  }
  form label:not(.way) {
    display: block;
  }
  label > span,
  legend {
    display: block;
    margin-block-end: 4px;
    color: var(--quiet);
    font-size: 13px;
  }
  input:not([type="radio"]) {
    width: 100%;
    min-height: 44px;
    padding: 8px 10px;
    border: 1px solid color-mix(in srgb, var(--ink) 50%, transparent);
    border-radius: 10px;
    background: transparent;
    color: var(--ink);
    font: inherit;
    font-size: 16px;
    font-variant-numeric: tabular-nums;
  }
  label:has([type="datetime-local"]) {
    grid-column: 1 / -1;
  }
  fieldset {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .way {
    position: relative;
    display: block;
  }
  .way input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .way span {
    display: grid;
    place-items: center;
    min-height: 44px;
    margin: 0;
    border: 1px solid color-mix(in srgb, var(--ink) 50%, transparent);
    border-radius: 10px;
    color: var(--ink);
    font-size: 14px;
  }
  .way input:checked + span {
    border-color: var(--walked);
    background: var(--walked);
    color: var(--on-walked);
    font-weight: 600;
  }
  .way input:focus-visible + span {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  .foot {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 12px;
  }
  .button {
    display: flex;
    flex: 1;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 48px;
    padding: 8px 16px;
    border-radius: 14px;
    background: var(--walked);
    color: var(--on-walked);
    font-weight: 600;
  }
  .button.plain {
    background: var(--soft);
    color: var(--ink);
  }
  .error,
  .done {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block-start: 12px;
    padding: 8px 12px;
    border-radius: 10px;
    background: var(--soft);
  }
  .error {
    color: var(--wrong);
  }
  .done span {
    flex: 1;
  }
  .done > .icon {
    color: var(--walked);
  }
  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
`;
