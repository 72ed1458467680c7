// Passkeys: shows what needs them where the browser has them, and says what failed.
"use strict";

(() => {
  if (window.PublicKeyCredential) {
    for (const form of document.querySelectorAll("[data-needs-passkeys]")) form.hidden = false;
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const line = document.querySelector("[data-passkey-error]");
    line.textContent = line.dataset.refused;
    line.hidden = false;
  });
})();
