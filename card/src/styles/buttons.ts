/** The large buttons, and lists of figures. */

export const buttonStyles = /* css */ `
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .big {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    flex: 1 1 0;
    min-width: min-content;
    min-height: 56px;
    padding: 8px 14px;
    border-radius: 16px;
    background: var(--soft);
    font-size: 15px;
    font-weight: 600;
    line-height: 1.2;
    transition: transform 0.12s ease, background 0.2s ease;
  }
  .big:hover {
    background: var(--empty);
  }
  .big:active {
    transform: scale(0.98);
  }
  .big.start,
  .big.resume {
    background: var(--walked);
    color: var(--on-walked);
  }
  .big.start .icon,
  .big.resume .icon {
    fill: currentColor;
  }
  .big.busy {
    animation: breathe 1s ease-in-out infinite;
  }
  dt {
    color: var(--quiet);
    font-size: 12px;
    line-height: 1.25;
  }
  dd {
    font-size: 16px;
    font-weight: 600;
  }
  @keyframes breathe {
    50% {
      opacity: 0.55;
    }
  }
`;
