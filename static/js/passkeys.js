// Shows what needs passkeys where the browser has them, and says it when one did not work.
if (window.PublicKeyCredential) {
  for (const element of document.querySelectorAll("[data-passkey]")) element.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  const text = document.querySelector("[data-passkey-failed]")?.dataset.passkeyFailed;
  if (!text) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("toast", { detail: text }));
});
