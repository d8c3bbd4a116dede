// Writes src/protocol/frames.ts from the AsyncAPI document of the service. With --check it only says whether that is due.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const SOURCE = new URL("../../resources/asyncapi.json", import.meta.url);
const TARGET = new URL("../src/protocol/frames.ts", import.meta.url);
const BANNER = "// Generated from src/main/resources/asyncapi.json by `npm run generate`. Not to be edited.\n";

/** JSON Schema as it stands in AsyncAPI, with its references where a schema of its own has them. */
function relocate(schema) {
  const text = JSON.stringify(schema).replaceAll("#/components/schemas/", "#/definitions/");
  return JSON.parse(text, (_key, value) => {
    // The wire may carry more than is named, but whoever reads it should name nothing else.
    return value?.type === "object" && value.properties ? { additionalProperties: false, ...value } : value;
  });
}

async function generate() {
  const { components } = JSON.parse(await readFile(SOURCE, "utf8"));
  const definitions = relocate(components.schemas);
  const names = Object.keys(definitions);
  const root = {
    title: "Protocol",
    type: "object",
    additionalProperties: false,
    description: "All schemas of the document by name.",
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/definitions/${name}` }])),
    required: names,
    definitions,
  };
  return compile(root, "Protocol", {
    bannerComment: BANNER,
    strictIndexSignatures: true,
    style: { printWidth: 120, tabWidth: 2, semi: true },
  });
}

const wanted = await generate();
if (process.argv.includes("--check")) {
  const found = await readFile(TARGET, "utf8").catch(() => "");
  if (found !== wanted) {
    process.stderr.write("src/protocol/frames.ts is not what asyncapi.json says: run `npm run generate`\n");
    process.exit(1);
  }
} else {
  await writeFile(TARGET, wanted);
}
