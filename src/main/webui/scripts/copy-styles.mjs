// Puts the style sheet of the toasts beside the modules of the package.
import { copyFileSync } from "node:fs";

const style = new URL("../src/components/features/gamification/notificationToast.css", import.meta.url);
copyFileSync(style, new URL("../lib/styles.css", import.meta.url));
