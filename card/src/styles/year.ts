export const yearStyles = /* css */ `
  :host {
    display: block;
    container: year / inline-size;
    font-size: 14px;
  }
  .head {
    display: flex;
    align-items: center;
    margin-block-end: 2px;
  }
  h3 {
    flex: 1;
    min-width: 0;
    font-size: 13px;
    font-weight: 500;
    color: var(--quiet);
  }
  .weeks {
    --gap: 3px;
    display: grid;
    grid-template-columns: repeat(26, minmax(0, 1fr));
    gap: 20px var(--gap);
    padding-block-start: 18px;
    transition: opacity 0.2s;
  }
  .weeks.loading {
    opacity: 0.5;
  }
  .week {
    position: relative;
    display: grid;
    gap: var(--gap);
  }
  .month {
    position: absolute;
    inset-block-start: -17px;
    inset-inline-start: 0;
    color: var(--quiet);
    font-size: 11px;
    line-height: 14px;
    white-space: nowrap;
  }
  .cell {
    position: relative;
    display: block;
    width: 100%;
    aspect-ratio: 1;
    border-radius: 25%;
    background: var(--empty);
  }
  .cell:focus-visible {
    outline-offset: 1px;
    z-index: 1;
  }
  button.cell:hover {
    box-shadow: 0 0 0 2px var(--quiet);
  }
  .ahead {
    background: none;
    border: 1px solid var(--empty);
  }
  .l1 {
    background: color-mix(in srgb, var(--walked) 35%, var(--empty));
  }
  .l2 {
    background: color-mix(in srgb, var(--walked) 60%, var(--empty));
  }
  .l3 {
    background: var(--walked);
  }
  .l4 {
    background: var(--more);
  }
  .rest.l0 {
    background: none;
    box-shadow: inset 0 0 0 max(1.5px, 0.12em) color-mix(in srgb, var(--quiet) 55%, transparent);
    border-radius: 50%;
    scale: 0.72;
  }
  .vacation.l0 {
    background: repeating-linear-gradient(135deg, var(--away) 0 1.5px, transparent 1.5px 4px), var(--empty);
  }
  .frozen {
    background: var(--ice);
    border-radius: 18%;
    transform: rotate(45deg) scale(0.74);
  }
  .now {
    box-shadow: 0 0 0 1.5px var(--ground), 0 0 0 3px var(--ink);
  }
  .failed {
    color: var(--quiet);
    padding: 24px 0;
  }
  @container year (min-width: 500px) {
    .weeks {
      --gap: 2px;
      grid-template-columns: repeat(52, minmax(0, 1fr));
    }
  }
  @container year (min-width: 760px) {
    .weeks {
      --gap: 3px;
    }
  }
`;
