// Passkeys: hands the button of a page to allauth's own script, and tells in Dutch when it fails.
"use strict";

const button = document.querySelector("[data-passkey]");
if (button) {
  const { passkey, ...ids } = button.dataset;
  const told = document.getElementById("passkey-fout");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    told.textContent = "Dat is niet gelukt. Probeer het nog eens, of kies een andere manier.";
    told.hidden = false;
  });
  window.allauth.webauthn.forms[passkey]({ ids });
}
