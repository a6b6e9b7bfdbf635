// "Where I am now" as an extra beside the address: <form data-mijn-plek hidden> with inputs lengte and breedte.

const MISLUKT = "We kunnen niet zien waar u bent. Zoek op uw adres, of kies uw wijk uit de lijst.";

function vraag(form, status) {
  status.textContent = "We zoeken waar u bent …";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.lengte.value = coords.longitude;
      form.elements.breedte.value = coords.latitude;
      form.submit();
    },
    () => (status.textContent = MISLUKT),
    { maximumAge: 60_000, timeout: 10_000 },
  );
}

/** Show the form where the browser can tell a place; it is asked only when somebody presses the button. */
export function start(document) {
  if (!navigator.geolocation || !isSecureContext) return;
  for (const form of document.querySelectorAll("[data-mijn-plek]")) {
    form.hidden = false;
    form.addEventListener("submit", (gebeurtenis) => {
      gebeurtenis.preventDefault();
      vraag(form, form.querySelector("[data-mijn-plek-status]"));
    });
  }
}
