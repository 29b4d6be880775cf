/** Narrow, compact and wide. */

/** The least that says how it stands: a row of ring, flame and button. */
const compact = /* css */ `
  .columns { display: block; }
  .standing { gap: 10px; flex-wrap: nowrap; }
  .goal { width: 76px; }
  .goal .caption { display: none; }
  .goal .figure { font-size: 26px; }
  .streak .figure { font-size: 30px; }
  .streak .flame { width: 24px; }
  .past, .week, .next, .details, .stands, .path_clear, .figures, .toward { display: none; }
  .dial { width: 128px; }
  .timer { font-size: 28px; }
  .timer.long { font-size: 22px; }
  .dial .caption { font-size: 11px; }
  .walk, .stage { gap: 8px; }
  .arrow .icon { width: 48px; height: 48px; }
  .cue strong { font-size: 22px; }
  .then { font-size: 14px; }
  .controls { margin-block-start: 12px; }
  .big { padding-inline: 8px; font-size: 13px; }
`;

/** Two columns: how it stands, and what was. */
const wide = /* css */ `
  .columns { grid-template-columns: minmax(300px, 5fr) 7fr; gap: 32px; }
  .past { justify-content: space-evenly; }
  .walk { display: grid; grid-template: 1fr auto auto auto 1fr / minmax(280px, 5fr) 7fr; gap: 16px 32px; }
  .walk .stage { grid-row: 1 / 6; align-self: center; }
  .walk .figures { grid-area: 2 / 2; }
  .walk .toward { grid-area: 3 / 2; }
  .walk .controls { grid-area: 4 / 2; margin: 0; }
  .walk .error { grid-area: 5 / 2; align-self: start; }
  .walk .figures dd { font-size: 26px; }
  .dial { width: min(100%, 300px); }
`;

export const layoutStyles = /* css */ `
  @container card (max-width: 339px) {
    ha-card {
      padding: 14px;
    }
    .goal {
      width: 116px;
    }
    .goal .figure {
      font-size: 32px;
    }
    .goal .caption {
      font-size: 11px;
    }
    .standing {
      gap: 14px;
    }
    .streak .figure {
      font-size: 40px;
    }
    .records {
      grid-template-columns: repeat(2, 1fr);
    }
    .controls .big {
      flex-direction: column;
      gap: 4px;
      padding-inline: 6px;
      font-size: 13px;
    }
    .controls .start {
      flex-direction: row;
      font-size: 15px;
    }
  }
  @container card (max-width: 239px) {
    ha-card.auto {
      ${compact}
    }
  }
  @container card (min-width: 700px) {
    ha-card.auto,
    ha-card.wide {
      ${wide}
    }
  }
  ha-card.compact {
    ${compact}
  }
`;
