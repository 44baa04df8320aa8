// Copies of unsaved texts that nobody needs any more. Part of every page (ui.js): every page may log out.

const logOut = document.querySelector("form[data-clear-drafts]");

function clear(wanted) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("engawa:draft:") && wanted(localStorage[key])) localStorage.removeItem(key);
    }
  } catch { /* storage is off: nothing was kept */ }
}

// A sent text has arrived when the next page is one of ours and does not ask for it again.
if (logOut && !document.querySelector("form[data-editor]")) clear((copy) => copy.includes('"submitted":true'));

// The next person at this browser may be someone else.
document.addEventListener("submit", (event) => event.target.matches("form[data-clear-drafts]") && clear(() => true));
