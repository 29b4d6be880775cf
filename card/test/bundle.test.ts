// @vitest-environment node
import { readFile, readdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
// @ts-expect-error It is plain JavaScript
import { built } from "../build.mjs";

const WWW = new URL("../../custom_components/retrowalk/www/", import.meta.url);
const MOST = 25_000;

it("what users get is what the sources give", async () => {
  const files: Record<string, string> = await built();
  expect((await readdir(WWW)).sort()).toEqual(Object.keys(files).sort());
  for (const [name, text] of Object.entries(files)) {
    expect(text === (await readFile(new URL(name, WWW), "utf8")), `${name} is old: npm run build`).toBe(true);
  }
});

it("the card is small, and loads nothing from elsewhere", async () => {
  const card = await readFile(new URL("retrowalk-card.js", WWW), "utf8");
  const weight = gzipSync(card, { level: 9 }).length;
  console.log(`retrowalk-card.js: ${card.length} characters, ${weight} bytes gzipped (budget ${MOST})`);
  expect(weight).toBeLessThanOrEqual(MOST);
  const addresses = [...card.matchAll(/https?:\/\/[\w.-]+/g)].map(String);
  expect(new Set(addresses)).toEqual(new Set(["https://github.com"]));
});
