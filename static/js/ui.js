// The small behaviours of every page. Each works on what is there now and on what htmx brings later.
import "./menus.js";
import "./dialogs.js";
import "./forms.js";
import "./toasts.js";
import "./swaps.js";
import "./find.js";
import "./editor/clear.js";
