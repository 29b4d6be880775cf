/** What the card uses of Home Assistant's frontend. */

export interface Connection {
  readonly connected?: boolean;
  subscribeMessage<T>(
    heard: (message: T) => void,
    message: object,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void> | void>;
  sendMessagePromise<T>(message: object): Promise<T>;
  addEventListener(event: ConnectionEvent, listener: () => void): void;
  removeEventListener(event: ConnectionEvent, listener: () => void): void;
}

export type ConnectionEvent = "ready" | "disconnected";

export interface Locale {
  language: string;
  number_format?: string;
  time_format?: string;
}

/** What is wrong, as the websocket tells it. */
export interface Failure {
  code?: string | number;
  message?: string;
  translation_domain?: string | null;
  translation_key?: string | null;
  translation_placeholders?: Record<string, string> | null;
}

type Localize = (key: string, placeholders?: Record<string, string>) => string;

export interface Hass {
  connection: Connection;
  locale: Locale;
  language?: string;
  config: { time_zone: string; unit_system: { length: string } };
  themes?: { darkMode?: boolean };
  entities?: Record<string, { platform?: string; device_id?: string | null }>;
  callService(
    domain: string,
    service: string,
    fields?: object,
    target?: object,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<unknown>;
  loadBackendTranslation?(category: string, integration?: string): Promise<Localize>;
}
