import { afterEach, describe, expect, it, vi } from "vitest";
import { STATES, walker } from "../dev/home.js";
import { day, plain, settled, show } from "./cards.js";

/** A walk as the journal has it. */
const past = (id: string) => ({ id, started_at: "2026-11-23T18:00:00+01:00", finished_at: "2026-11-23T18:12:00+01:00", active_s: 745, backward_s: 745, forward_s: 0, distance_m: 512, steps: 1180, step_source: "belt", by_hand: false, direction: "backward" });

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

describe("an idle card", () => {
  it("shows the ring, the streak, the week, the next walk, the year and what it comes to", async () => {
    const { text, find, all } = await show(STATES.idle);
    expect(text()).toContain("4");
    expect(text()).toContain("of 10 min");
    expect(text()).toContain("12 days in a row Today is still open");
    expect(all(".week .day")).toHaveLength(7);
    expect(find(".next")?.textContent).toContain("Today");
    expect(find("retrowalk-year")).not.toBeNull();
    expect(text()).toContain("Distance in all281 km");
  });

  it.each([
    ["done", "lit"],
    ["idle", "waiting"],
    ["risk", "risk"],
    ["rest", "rest"],
    ["frozen", "frozen"],
    ["lost", "out"],
    ["vacation", "vacation"],
  ])("has a flame that says how the streak stands: %s is %s", async (state, fire) => {
    const { find } = await show(STATES[state]);
    expect(find(".flame")?.className).toBe(`flame ${fire}`);
  });

  it("leaves out what it is told to", async () => {
    const { find } = await show(STATES.idle, { hide: ["streak", "goal", "week", "next", "year", "records", "controls", "path"] });
    for (const part of [".streak", ".goal", ".week", ".next", "retrowalk-year", ".records", ".controls", ".path"]) {
      expect(find(part), part).toBeNull();
    }
  });

  it("has no buttons for those who may only look", async () => {
    expect((await show(STATES.guest)).find(".controls")).toBeNull();
  });

  it("shows a name as it is written", async () => {
    const { find, all } = await show(STATES.hostile);
    expect(find("h2")?.textContent).toBe('<img src=x onerror="document.title=1"><b>Sam</b>');
    expect(all("img, b")).toEqual([]);
  });
});

describe("orders", () => {
  it("go to the walker's device, through the actions, once", async () => {
    const { find, hass } = await show(STATES.idle);
    find(".start")?.click();
    find(".start")?.click();
    await settled();
    expect(hass.called).toEqual([["retrowalk", "start", {}, { device_id: "sam" }, false]]);
  });

  it.each([["pause"], ["turn"], ["finish"]])("to %s are there while walking", async (command) => {
    const { find, hass } = await show(STATES.walking);
    find(`.${command}`)?.click();
    await settled();
    expect(hass.called[0].slice(0, 2)).toEqual(["retrowalk", command]);
  });

  it("that are refused are explained beside the button, and a blocked path can be overruled", async () => {
    const { find, hass } = await show(STATES.blocked);
    const localize = (key: string, { path }: { path: string }) => `${path}: ${key}`;
    hass.loadBackendTranslation = async () => localize;
    hass.refuses = { code: "service_validation_error", translation_domain: "retrowalk", translation_key: "path_blocked", translation_placeholders: { path: "Hall" } };
    find(".start")?.click();
    await settled();
    expect(plain(find(".error")?.textContent ?? "")).toContain("Hall: component.retrowalk.exceptions.path_blocked.message");
    hass.refuses = null;
    find(".error .link")?.click();
    await settled();
    expect(hass.called[1]).toEqual(["retrowalk", "start", { force: true }, { device_id: "sam" }, false]);
    expect(find(".error")).toBeNull();
  });

  // A message that waits for its answer is refused by a code, one that cannot be sent by the number itself
  it.each([[{ code: 3, message: "Connection lost" }], [3], [new TypeError("Failed to fetch")]])("that nobody hears are said not to have worked: %o", async (refusal) => {
    const { find, hass } = await show(STATES.idle);
    hass.refuses = refusal;
    find(".start")?.click();
    await settled();
    expect(find(".error")?.textContent).toContain("Home Assistant does not answer");
  });
});

describe("a walk", () => {
  it("shows time, distance, steps, speed and direction", async () => {
    const { text } = await show(STATES.walking);
    for (const part of ["Walking", "5:12", "219 m", "497", "2.6 km/h", "104/min", "Backward"]) expect(text()).toContain(part);
  });

  it("ticks by itself, and stops when nobody looks", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const shown = show(STATES.walking);
    await vi.advanceTimersByTimeAsync(5);
    const { find, card } = await shown;
    await vi.advanceTimersByTimeAsync(3000);
    expect(find(".timer")?.textContent).toBe("5:15");
    card.remove();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("fills the whole card when it is time to turn, and says so to those who do not see it", async () => {
    const { find, connection, text } = await show(STATES.soon);
    expect(find(".way.soon")).not.toBeNull();
    expect(find("[role=alert]")?.textContent).toBe("");
    connection.tell(STATES.turn);
    await settled();
    expect(find("ha-card")?.classList.contains("turning")).toBe(true);
    expect(find(".sr[role=alert]")?.textContent).toBe("Turn round now. Walk on forward");
    expect(find(".walk")?.hasAttribute("inert")).toBe(true);
    expect(text()).toContain("Done, I turned");
  });

  it("that pauses says why", async () => {
    const { text, find } = await show(STATES.paused);
    expect(text()).toContain("Paused, as the belt rests");
    expect(find(".resume")).not.toBeNull();
    expect(find(".turn")).toBeNull();
  });

  it("that is done is shown and told by its figures; one that was thrown away is not", async () => {
    const { connection, find, text } = await show(STATES.walking);
    connection.tell(STATES.idle);
    await settled();
    expect(find(".walk.done")).toBeNull();
    connection.tell(STATES.walking);
    await settled();
    const figures = { active_s: 745, backward_s: 685, forward_s: 60, distance_m: 512, steps: 1180 };
    connection.finished = [{ id: "now", started_at: "2026-11-26T18:00:00+01:00", finished_at: "2026-11-26T18:12:00+01:00", step_source: "belt", by_hand: false, direction: "backward", ...figures }];
    connection.tell(STATES.done);
    await settled();
    expect(text()).toContain("Walk done 12:25");
    expect(find("[role=status].sr")?.textContent).toBe("The walk is finished: 12 minutes, 512 meters");
    find(".walk.done button")?.click();
    await settled();
    expect(find(".walk.done")).toBeNull();
  });
});

describe("a walk is done only if the journal has it", () => {
  const spoken = ({ find }: { find: (selector: string) => HTMLElement | null }) => find("[role=status].sr")?.textContent;

  it("not before the home has answered", async () => {
    const shown = await show(STATES.walking);
    shown.connection.finished = [past("now")];
    let answer = (): void => {};
    const ask = shown.connection.sendMessagePromise.bind(shown.connection);
    shown.connection.sendMessagePromise = async (message: { sessions?: boolean }) => {
      if (message.sessions) await new Promise<void>((resolve) => (answer = resolve));
      return ask(message);
    };
    shown.connection.tell(STATES.done);
    await settled();
    expect(shown.find(".walk.done")).toBeNull();
    expect(spoken(shown)).toBe("");
    answer();
    await settled();
    expect(shown.find(".walk.done")).not.toBeNull();
  });

  it("not when the home cannot tell", async () => {
    const shown = await show(STATES.walking);
    shown.connection.sendMessagePromise = async () => Promise.reject({ code: "unknown_error" });
    shown.connection.tell(STATES.done);
    await settled();
    expect(shown.find(".walk.done")).toBeNull();
    expect(spoken(shown)).toBe("");
    expect(shown.find(".start")).not.toBeNull();
  });

  it("not when it has other walks only, of the same hour", async () => {
    const shown = await show(STATES.walking);
    shown.connection.finished = [past("another")];
    shown.connection.tell(STATES.done);
    await settled();
    expect(shown.find(".walk.done")).toBeNull();
    expect(spoken(shown)).toBe("");
  });

  it("not of somebody else who is shown by then", async () => {
    const [sam, kim] = STATES.several;
    const shown = await show([sam, kim]);
    shown.connection.finished = [past("now")];
    const ask = shown.connection.sendMessagePromise.bind(shown.connection);
    let answer = (): void => {};
    shown.connection.sendMessagePromise = async (message: { sessions?: boolean }) => {
      if (message.sessions) await new Promise<void>((resolve) => (answer = resolve));
      return ask(message);
    };
    shown.connection.tell([walker({ device_id: "kim", name: "Kim" })]);
    await settled();
    shown.all("[role=tab]")[1]?.click();
    answer();
    await settled();
    expect(shown.find(".walk.done")).toBeNull();
  });
});

describe("what is out of the ordinary", () => {
  it("a lost connection is told, while the clock goes on", async () => {
    const { connection, text, find } = await show(STATES.walking);
    connection.fire("disconnected");
    await settled();
    expect(text()).toContain("Connection lost. The clock goes on");
    expect(find(".timer")).not.toBeNull();
    connection.fire("ready");
    await settled();
    expect(text()).not.toContain("Connection lost");
  });

  it.each([
    ["gone", "This walker was removed"],
    ["starting", "RetroWalk is starting"],
  ])("%s", async (state, words) => expect((await show(STATES[state], { walker: "sam" })).text()).toContain(words));

  it("a walker that is removed in mid-walk", async () => {
    const { connection, text } = await show(STATES.walking, { walker: "sam" });
    connection.tell([{ device_id: "sam", gone: true }]);
    await settled();
    expect(text()).toContain("This walker was removed");
  });

  it("an integration of another version", async () => {
    const { connection, text } = await show(STATES.idle);
    expect(text()).not.toContain("Reload the page");
    connection.version = "0.2.0";
    connection.tell(STATES.idle);
    await settled();
    expect(text()).toContain("Reload the page");
  });

  it("wrong settings say what is wrong, in place, and ask the home for nothing", async () => {
    const { text, connection } = await show(STATES.idle, { layout: "huge" });
    expect(text()).toContain("layout must be one of auto, compact, normal, wide, not huge");
    expect(connection.asked).toEqual([]);
  });
});

describe("several walkers", () => {
  it("are a row to choose from, whoever walks first", async () => {
    const { find, all, text } = await show(STATES.several);
    expect(all("[role=tab]")).toHaveLength(3);
    expect(plain(find("[aria-selected=true]")?.textContent ?? "")).toBe("Kim Walking");
    all("[role=tab]")[2]?.click();
    await settled();
    expect(text()).toContain("Start walk");
  });

  const chosen = ({ find }: { find: (selector: string) => HTMLElement | null }) => plain(find("[aria-selected=true] span")?.textContent ?? "");
  const walks = (device_id: string, name: string, id = device_id) => walker({ device_id, name, session: { id } });
  const rests = (device_id: string, name: string) => walker({ device_id, name });

  it("whoever walked is shown with what it came to, also beside others who come first", async () => {
    const shown = await show([rests("alex", "Alex"), walks("kim", "Kim")]);
    expect(chosen(shown)).toBe("Kim");
    shown.connection.finished = [past("kim")];
    shown.connection.tell([rests("kim", "Kim")]);
    await settled();
    expect(chosen(shown)).toBe("Kim");
    expect(shown.text()).toContain("Walk done 12:25");
  });

  it("somebody who begins to walk is shown, unless somebody who walks is looked at", async () => {
    const shown = await show([rests("alex", "Alex"), rests("kim", "Kim"), rests("sam", "Sam")]);
    shown.all("[role=tab]")[2]?.click();
    await settled();
    expect(chosen(shown)).toBe("Sam");
    shown.connection.tell([walks("kim", "Kim")]);
    await settled();
    expect(chosen(shown)).toBe("Kim");
    shown.connection.tell([walks("alex", "Alex")]);
    await settled();
    expect(chosen(shown)).toBe("Kim");
    shown.all("[role=tab]")[2]?.click();
    await settled();
    expect(chosen(shown)).toBe("Sam");
    shown.connection.tell([walks("kim", "Kim"), walks("alex", "Alex")]);
    await settled();
    expect(chosen(shown)).toBe("Sam");
  });

  it("when a walk is done, and was looked at, those who walk still are shown", async () => {
    const shown = await show([walks("alex", "Alex"), walks("kim", "Kim")]);
    shown.all("[role=tab]")[1]?.click();
    await settled();
    shown.connection.finished = [past("kim")];
    shown.connection.tell([rests("kim", "Kim")]);
    await settled();
    expect(shown.text()).toContain("Walk done");
    shown.find(".walk.done button")?.click();
    await settled();
    expect(chosen(shown)).toBe("Alex");
  });

  it("also when it was thrown away", async () => {
    const shown = await show([walks("alex", "Alex"), walks("kim", "Kim")]);
    shown.all("[role=tab]")[1]?.click();
    await settled();
    shown.connection.tell([rests("kim", "Kim")]);
    await settled();
    expect(chosen(shown)).toBe("Alex");
  });

  it("a day that is open stays with its walker, whoever is shown behind it", async () => {
    const shown = await show([rests("alex", "Alex"), rests("kim", "Kim")]);
    day(shown).open("2026-11-25");
    await settled();
    shown.connection.tell([walks("kim", "Kim")]);
    await settled();
    expect(chosen(shown)).toBe("Kim");
    const inside = <T extends HTMLElement>(selector: string) => day(shown).renderRoot.querySelector<T>(selector);
    expect(inside(".title p")?.textContent).toContain("Alex");
    inside(".walks button:last-of-type")?.click();
    await settled();
    expect(shown.hass.called.at(-1)?.[3]).toEqual({ device_id: "alex" });
    inside<HTMLDialogElement>("dialog")?.close();
    await settled();
    day(shown).open("2026-11-25");
    await settled();
    expect(inside(".title p")?.textContent).toContain("Kim");
  });
});

describe("the page", () => {
  it("has two cards without a shared id", async () => {
    await show(STATES.idle);
    await show(STATES.idle);
    expect(document.querySelectorAll("retrowalk-card")).toHaveLength(2);
    expect(document.querySelectorAll("[id]")).toHaveLength(0);
  });

  it("draws nothing for states of the home that are not its business", async () => {
    const { card, hass } = await show(STATES.idle);
    const draw = vi.spyOn(card, "requestUpdate");
    for (let state = 0; state < 100; state++) card.hass = { ...hass };
    expect(draw).not.toHaveBeenCalled();
    card.hass = { ...hass, locale: { ...hass.locale, language: "fr" } };
    await settled();
    expect(draw).toHaveBeenCalled();
  });

  it("keeps nothing of a card that was taken away", async () => {
    const { card, connection } = await show(STATES.walking);
    card.remove();
    expect(connection.subscriptions.size).toBe(0);
    document.body.append(card);
    await settled();
    expect(connection.subscriptions.size).toBe(1);
    expect(card.renderRoot.textContent).toContain("5:1");
  });

  it("knows the card and its sizes", () => {
    expect(window.customCards).toMatchObject([{ type: "retrowalk-card", preview: true }]);
    const card = document.createElement("retrowalk-card") as any;
    card.setConfig({ type: "custom:retrowalk-card", layout: "compact" });
    expect(card.getGridOptions()).toMatchObject({ columns: 6, min_columns: 3 });
    expect(card.getCardSize()).toBe(2);
    expect(card.constructor.getStubConfig()).toEqual({});
  });
});

it("a goal of the week, of walks, is counted in walks", async () => {
  const { find } = await show(STATES.weekly);
  expect(find(".goal")?.getAttribute("aria-label")).toBe("This week: 2 walks of 3 walks");
  expect((await show([walker({ streak: { kind: "weekly", at_risk: true } })])).text()).toContain("Walk on, or the streak ends");
});
