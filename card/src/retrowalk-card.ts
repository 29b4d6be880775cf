/** Makes the card known to the page, and to the card picker. */

import { RetroWalkCard } from "./card.js";
import { pageLanguage, pageSay, suggestion, TYPE } from "./config.js";
import { RetroWalkDay } from "./day-dialog.js";
import { learn } from "./words.js";
import { RetroWalkYear } from "./year.js";

declare global {
  interface Window {
    customCards?: object[];
  }
}

// A card of another version may be there already: the first one stays, as the page cannot forget it.
function define(name: string, element: CustomElementConstructor): boolean {
  if (customElements.get(name)) return false;
  customElements.define(name, element);
  return true;
}

define("retrowalk-year", RetroWalkYear);
define("retrowalk-day", RetroWalkDay);
if (define(TYPE, RetroWalkCard)) {
  const card = {
    type: TYPE,
    name: "RetroWalk",
    description: pageSay()("card_description"),
    preview: true,
    documentationURL: "https://github.com/retrowalk/retrowalk#the-card",
    getEntitySuggestion: suggestion,
  };
  (window.customCards ??= []).push(card);
  // The picker and the editor ask for words before there is a card
  void learn(pageLanguage()).then(() => (card.description = pageSay()("card_description")));
}
