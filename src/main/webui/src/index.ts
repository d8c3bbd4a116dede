// Everything under one name. `laurel-client/core` is the part without React.
export * from "./core.js";
export * from "./react.js";
