import { call } from "./api.js";

/** How the board of a class is frozen, and with DELETE thawed. */
export interface FreezeOperation {
  readonly freeze: "PUT" | "POST";
  path(classId: string): string;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const FREEZE = /^\/api\/.*\{[^}]+\}.*\/freeze$/;

/** Looks for it in what the service says of itself; null where boards cannot be frozen. */
export async function findFreeze(): Promise<FreezeOperation | null> {
  const document = await call<OpenApi>("q/openapi?format=json").catch(() => null);
  for (const [template, verbs] of Object.entries(document?.paths ?? {})) {
    if (FREEZE.test(template) && "delete" in verbs && ("put" in verbs || "post" in verbs)) {
      return {
        freeze: "put" in verbs ? "PUT" : "POST",
        path: (classId) => template.slice(1).replace(/\{[^}]+\}/, encodeURIComponent(classId)),
      };
    }
  }
  return null;
}
