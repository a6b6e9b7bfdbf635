// Asks the browser for a security key (WebAuthn) when the person presses the button.
const naarBytes = (tekst) =>
  Uint8Array.from(atob(tekst.replaceAll("-", "+").replaceAll("_", "/")), (teken) => teken.charCodeAt(0));

const naarTekst = (bytes) =>
  bytes &&
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const MELDINGEN = {
  InvalidStateError: "Deze sleutel is al ingesteld voor uw account.",
  NotAllowedError: "Er is geen sleutel gebruikt, of het duurde te lang. Probeer het nog een keer.",
};

function vraag(soort, opties) {
  const publicKey = { ...opties, challenge: naarBytes(opties.challenge) };
  for (const lijst of ["allowCredentials", "excludeCredentials"]) {
    if (opties[lijst]) publicKey[lijst] = opties[lijst].map((rij) => ({ ...rij, id: naarBytes(rij.id) }));
  }
  if (opties.user) publicKey.user = { ...opties.user, id: naarBytes(opties.user.id) };
  return navigator.credentials[soort]({ publicKey });
}

function inTekst({ id, rawId, type, response }) {
  const antwoord = {};
  for (const deel of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[deel]) antwoord[deel] = naarTekst(response[deel]);
  }
  return JSON.stringify({ id, rawId: naarTekst(rawId), type, response: antwoord });
}

for (const blok of document.querySelectorAll("[data-sleutel]")) {
  const knop = blok.querySelector("[data-sleutel-knop]");
  const melding = blok.querySelector("[data-sleutel-melding]");
  const formulier = blok.closest("form");
  const veld = formulier.querySelector("input[type=hidden][name$=token]:not([name=csrfmiddlewaretoken])");

  const gebruik = async () => {
    knop.disabled = true;
    melding.textContent = "";
    try {
      veld.value = inTekst(await vraag(blok.dataset.sleutel, JSON.parse(blok.dataset.opties)));
      formulier.submit();
    } catch (fout) {
      melding.textContent = MELDINGEN[fout.name] ?? "Het is niet gelukt met deze sleutel.";
      knop.disabled = false;
    }
  };

  if (navigator.credentials && window.PublicKeyCredential) {
    blok.querySelector("[data-sleutel-zonder-script]").remove();
    knop.hidden = false;
    knop.addEventListener("click", gebruik);
  }
}
