import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "sonner/dist/styles.css";
import "../components/features/gamification/notificationToast.css";
import "./styles/page.css";
import { App } from "./App.js";
import { fetchDemo } from "./demo.js";

const root = document.getElementById("root");
if (root === null) {
  throw new Error("the page has no root");
}
const demo = await fetchDemo();
createRoot(root).render(
  <StrictMode>
    <App demo={demo} />
  </StrictMode>,
);
