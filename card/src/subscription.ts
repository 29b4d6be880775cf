/** A live subscription of walkers that lives through lost connections, restarts and reloads. */

import { isGone, type Message } from "./contract.js";
import type { Connection, Failure } from "./hass.js";
import type { Heard } from "./reckoning.js";

export type Link = "connecting" | "live" | "lost" | "refused";

const RETRY_S = [1, 2, 5, 10, 30];
/** Nothing but a change of the home's walkers or the user's rights helps here. */
const FINAL = new Set(["unknown_walker", "unauthorized"]);

export class Subscription {
  link: Link = "connecting";
  /** What the home said when it refused; the code of an error. */
  refusal = "";
  readonly heard = new Map<string, Heard>();
  readonly gone = new Set<string>();
  #run = 0;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #unsubscribe: (() => Promise<void> | void) | undefined;

  readonly #connection: Connection;
  readonly #walker: string | undefined;
  readonly #changed: (before?: Heard, after?: Heard) => void;

  constructor(connection: Connection, walker: string | undefined, changed: (before?: Heard, after?: Heard) => void) {
    this.#connection = connection;
    this.#walker = walker;
    this.#changed = changed;
  }

  start(): void {
    this.#connection.addEventListener("ready", this.#again);
    this.#connection.addEventListener("disconnected", this.#lost);
    if (this.#connection.connected === false) this.#lost();
    else void this.#ask();
  }

  stop(): void {
    this.#connection.removeEventListener("ready", this.#again);
    this.#connection.removeEventListener("disconnected", this.#lost);
    this.#forget();
    const unsubscribe = this.#unsubscribe;
    this.#unsubscribe = undefined;
    void end(unsubscribe);
  }

  /** Messages of a subscription before are heard no more. */
  #forget(): number {
    clearTimeout(this.#retry);
    return ++this.#run;
  }

  readonly #again = (): void => {
    // The home forgot the subscription with the connection
    this.#unsubscribe = undefined;
    this.#tries = 0;
    void this.#ask();
  };

  readonly #lost = (): void => {
    this.#forget();
    this.link = "lost";
    this.#changed();
  };

  async #ask(): Promise<void> {
    const run = this.#forget();
    const question = { type: "retrowalk/subscribe", ...(this.#walker && { walker: this.#walker }) };
    try {
      const unsubscribe = await this.#connection.subscribeMessage<Message>(
        (message) => run === this.#run && this.#hear(message),
        question,
        { resubscribe: false },
      );
      if (run !== this.#run) return void end(unsubscribe);
      this.#unsubscribe = unsubscribe;
      this.#tries = 0;
      this.link = "live";
      this.#changed();
    } catch (failure) {
      if (run === this.#run) this.#refused(failure as Failure);
    }
  }

  #refused({ code }: Failure): void {
    this.link = "refused";
    this.refusal = String(code ?? "");
    if (FINAL.has(this.refusal)) this.heard.clear();
    const wait = FINAL.has(this.refusal) ? RETRY_S.at(-1) : RETRY_S[Math.min(this.#tries++, RETRY_S.length - 1)];
    this.#retry = setTimeout(() => void this.#ask(), (wait ?? 0) * 1000);
    this.#changed();
  }

  #hear({ version, now, walker }: Message): void {
    this.link = "live";
    const before = this.heard.get(walker.device_id);
    if (isGone(walker)) {
      this.heard.delete(walker.device_id);
      this.gone.add(walker.device_id);
      return this.#changed(before);
    }
    const after = { walker, version, now, at: performance.now() };
    this.gone.delete(walker.device_id);
    this.heard.set(walker.device_id, after);
    this.#changed(before, after);
  }
}

/** The connection may be gone meanwhile, and the subscription with it. */
async function end(unsubscribe: (() => Promise<void> | void) | undefined): Promise<void> {
  try {
    await unsubscribe?.();
  } catch {
    return;
  }
}
