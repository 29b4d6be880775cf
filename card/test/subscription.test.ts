import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Walker } from "../src/contract.js";
import { Subscription } from "../src/subscription.js";
import { PretendedConnection, walker } from "../dev/home.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(1);

function subscribed(told: unknown = [walker()], only?: string) {
  const connection = new PretendedConnection(told, "0.1.0");
  const changed = vi.fn();
  const subscription = new Subscription(connection, only, changed);
  subscription.start();
  return { connection, changed, subscription };
}

describe("a subscription", () => {
  it("hears of everybody, or of the one that was chosen", async () => {
    const everybody = [walker(), walker({ device_id: "kim", name: "Kim" })];
    const all = subscribed(everybody);
    const one = subscribed(everybody, "kim");
    await settle();
    expect([...all.subscription.heard.keys()]).toEqual(["sam", "kim"]);
    expect([...one.subscription.heard.keys()]).toEqual(["kim"]);
    expect(all.connection.asked[0]).toEqual({ type: "retrowalk/subscribe" });
    expect(one.connection.asked[0]).toEqual({ type: "retrowalk/subscribe", walker: "kim" });
  });

  it("says that the connection is lost, keeps what it knows, and asks again when it is back", async () => {
    const { connection, subscription } = subscribed();
    await settle();
    connection.fire("disconnected");
    expect(subscription.link).toBe("lost");
    expect(subscription.heard.size).toBe(1);
    connection.fire("ready");
    await settle();
    expect(subscription.link).toBe("live");
    expect(connection.subscriptions.size).toBe(1);
  });

  it("of a card that comes while the connection is lost waits for it", async () => {
    const connection = new PretendedConnection([walker()], "0.1.0");
    connection.connected = false;
    const subscription = new Subscription(connection, undefined, vi.fn());
    subscription.start();
    await settle();
    expect([subscription.link, connection.asked]).toEqual(["lost", []]);
    connection.fire("ready");
    await settle();
    expect(subscription.link).toBe("live");
  });

  it("tries again, ever more patiently, while the home starts", async () => {
    const { connection, subscription } = subscribed("home_not_ready");
    await settle();
    expect(subscription.refusal).toBe("home_not_ready");
    await vi.advanceTimersByTimeAsync(1000 + 2000);
    expect(connection.asked).toHaveLength(3);
    connection.told = [walker()];
    await vi.advanceTimersByTimeAsync(5000);
    expect(subscription.link).toBe("live");
    expect(subscription.heard.size).toBe(1);
  });

  it("forgets a walker that is gone, and one that it may not see", async () => {
    const { connection, subscription } = subscribed();
    await settle();
    connection.tell([{ device_id: "sam", gone: true }]);
    expect(subscription.heard.size).toBe(0);
    expect(subscription.gone.has("sam")).toBe(true);
    connection.tell([walker()]);
    expect(subscription.gone.size).toBe(0);
    connection.told = "unauthorized";
    connection.fire("disconnected");
    connection.fire("ready");
    await settle();
    expect(subscription.heard.size).toBe(0);
  });

  it("hears a renamed walker by the new name", async () => {
    const { connection, subscription } = subscribed();
    await settle();
    connection.tell([walker({ name: "Samantha" })]);
    expect(subscription.heard.get("sam")?.walker.name).toBe("Samantha");
  });

  it("ends with the page, and leaves no listener and no timer behind", async () => {
    const { connection, subscription } = subscribed();
    await settle();
    subscription.stop();
    expect(connection.subscriptions.size).toBe(0);
    expect(connection.listeners.ready.size + connection.listeners.disconnected.size).toBe(0);
    const refused = subscribed("no_home");
    await settle();
    refused.subscription.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that was stopped before the home answered is ended when it does", async () => {
    const { connection, subscription, changed } = subscribed();
    subscription.stop();
    await settle();
    expect(connection.subscriptions.size).toBe(0);
    expect(changed).not.toHaveBeenCalled();
  });

  it("tells what was and what is", async () => {
    const { connection, changed } = subscribed();
    await settle();
    connection.tell([walker({ phase: "walking" })]);
    const [before, after] = changed.mock.lastCall as { walker: Walker }[];
    expect([before?.walker.phase, after?.walker.phase]).toEqual(["idle", "walking"]);
  });
});
