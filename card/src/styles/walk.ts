export const walkStyles = /* css */ `
  .walk {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  .stage {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 12px;
  }
  .dial {
    position: relative;
    width: min(100%, 240px);
  }
  .dial .ring circle {
    stroke-width: 7;
  }
  .timer {
    font-size: 52px;
    font-weight: 600;
    line-height: 1.15;
  }
  .timer.long {
    font-size: 42px;
  }
  .dial .caption {
    font-size: 14px;
  }
  .moving .middle .caption:first-child {
    color: var(--walked);
    font-weight: 600;
  }
  /* A light that goes round once a minute, backward; the browser moves it without any script. */
  .hand {
    position: absolute;
    inset: 0;
    animation: round 60s linear infinite;
    animation-delay: calc(-1s * var(--from, 0));
  }
  .hand::before {
    content: "";
    position: absolute;
    inset-block-start: calc(6.7% - 5px);
    left: calc(50% - 5px);
    width: 10px;
    height: 10px;
    border: 3px solid var(--walked);
    border-radius: 50%;
    background: var(--ground);
  }
  /* It grows by less than is seen each second, and would be drawn sixty times for it */
  .moving .arc {
    transition: none;
  }
  .paused .arc {
    opacity: 0.5;
  }
  .paused .timer {
    animation: breathe 2.4s ease-in-out infinite;
  }
  .way {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    justify-content: center;
    gap: 4px 8px;
    min-height: 40px;
    padding: 4px 16px;
    border-radius: 20px;
    background: var(--soft);
    font-size: 16px;
    font-weight: 600;
  }
  .in {
    color: var(--quiet);
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .way.soon {
    background: #ffb300;
    color: #241500;
  }
  .way.soon .in {
    color: inherit;
    font-weight: 700;
  }
  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    text-align: center;
  }
  .figures div {
    flex: 1;
    display: flex;
    flex-direction: column-reverse;
    justify-content: flex-end;
  }
  .figures dd {
    font-size: 20px;
    line-height: 1.3;
    white-space: nowrap;
  }
  .toward {
    color: var(--quiet);
    text-align: center;
  }
  .walk .big {
    min-height: 64px;
    flex-direction: column;
    gap: 2px;
    font-size: 14px;
  }

  ha-card.turning {
    background: #ffb300;
    border-color: #ffb300;
    color: #241500;
    --ink: #241500;
    --quiet: #3d2600;
    --soft: rgba(36, 21, 0, 0.1);
    --empty: rgba(36, 21, 0, 0.16);
    --walked: #241500;
    --wrong: #5c0a00;
    animation: call 1s ease-in-out infinite;
  }
  .stack {
    display: grid;
    flex: 1;
  }
  .stack > * {
    grid-area: 1 / 1;
    min-width: 0;
  }
  .walk[inert] {
    visibility: hidden;
  }
  .cue {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 8px;
    text-align: center;
  }
  .cue strong {
    font-size: clamp(30px, 10cqi, 56px);
    font-weight: 700;
    line-height: 1.1;
    letter-spacing: -0.02em;
  }
  .arrow .icon {
    width: clamp(96px, 34cqi, 180px);
    height: clamp(96px, 34cqi, 180px);
    stroke-width: 2.2;
  }
  .arrow {
    animation: swing 1s ease-in-out infinite;
  }
  .arrow.forward .icon {
    transform: scaleX(-1);
  }
  .arrow.forward .icon:dir(rtl) {
    transform: none;
  }
  .then {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 18px;
    font-weight: 500;
  }
  .timer.small {
    font-size: 24px;
  }
  .cue .controls {
    align-self: stretch;
    margin-block-start: 8px;
  }
  /* Where "Turn round" was, a finger on its way there must not finish the walk */
  .cue .quiet:nth-child(2) {
    flex: 2;
  }
  .cue .turn {
    flex: 1 1 100%;
    min-height: 64px;
    background: #241500;
    color: #ffc233;
    font-size: 18px;
  }

  .good {
    color: var(--walked);
    font-weight: 600;
  }
  .streak-line .flame {
    width: 20px;
  }
  .sparks i {
    position: absolute;
    inset: 50% auto auto 50%;
    width: 6px;
    height: 6px;
    margin: -3px;
    border-radius: 50%;
    background: var(--walked);
    opacity: 0;
    transform: rotate(calc(30deg * var(--at))) translateY(-120px);
    animation: spark 1.4s cubic-bezier(0.1, 0.7, 0.3, 1) 0.25s;
  }
  .sparks i:nth-child(3n) {
    background: var(--flame);
  }
  .sparks i:nth-child(3n + 1) {
    background: var(--ember);
  }
  @keyframes round {
    to {
      transform: rotate(-360deg);
    }
  }
  @keyframes swing {
    0%,
    100% {
      transform: translateX(10%) scale(0.96);
    }
    50% {
      transform: translateX(-10%) scale(1.04);
    }
  }
  @keyframes call {
    50% {
      background: #ffc640;
    }
  }
  @keyframes spark {
    from {
      opacity: 1;
      transform: rotate(calc(30deg * var(--at))) translateY(-70px) scale(1.3);
    }
    to {
      opacity: 0;
      transform: rotate(calc(30deg * var(--at))) translateY(-136px) scale(0.4);
    }
  }
`;
