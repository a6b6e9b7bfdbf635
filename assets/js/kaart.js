// Draws the maps: <div data-kaart="boundaries" data-tegels="background" data-wijk="slug of one" hidden>.
// Without script, or when the boundaries do not come, it stays hidden; the text beside it says the same.
import { Map as Kaart, control, geoJSON, tileLayer } from "leaflet";

const VINGER = matchMedia("(pointer: coarse)").matches;
const RUSTIG = matchMedia("(prefers-reduced-motion: reduce)").matches;
const NAAM = "wp-plattegrond__naam";

function nieuweKaart(element) {
  element.hidden = false;
  const kaart = new Kaart(element, {
    // A finger or the wheel moves the page and not the map; two fingers, keys and buttons zoom.
    dragging: !VINGER,
    scrollWheelZoom: false,
    zoomControl: false,
    zoomAnimation: !RUSTIG,
    fadeAnimation: !RUSTIG,
    markerZoomAnimation: !RUSTIG,
    zoomSnap: 0.25,
    zoomDelta: 0.5,
  });
  kaart.attributionControl.setPrefix(false);
  control.zoom({ zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen" }).addTo(kaart);
  return kaart;
}

/** The background. When nothing of it comes it goes away, and what is left is an even colour. */
function achtergrond(kaart, adres) {
  if (!adres) return;
  const laag = tileLayer(adres, { maxZoom: 19, attribution: "Achtergrond: Kadaster" });
  let gelukt = false;
  laag.on("tileload", () => (gelukt = true));
  laag.on("tileerror", () => gelukt || laag.remove());
  laag.addTo(kaart);
}

/** One wijk: its name on it (when it is the one, or one of all), and its page behind it. */
function tekenWijk(vlak, laag, uitgelicht) {
  const { naam, adres } = vlak.properties;
  const metNaam = !uitgelicht || vlak.id === uitgelicht;
  laag.bindTooltip(naam, { permanent: metNaam, direction: "center", sticky: !metNaam, className: NAAM });
  if (vlak.id !== uitgelicht) laag.on("click", () => location.assign(adres));
}

const raakt = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Where names would lie over each other, only that of the largest wijk shows; zooming in shows the others. */
function houdNamenLeesbaar(kaart, lagen) {
  const grootte = (laag) => laag.getElement().getBBox().width * laag.getElement().getBBox().height;
  const schik = () => {
    const getoond = [];
    for (const laag of lagen.getLayers().sort((a, b) => grootte(b) - grootte(a))) {
      const naam = laag.getTooltip().getElement();
      const plek = naam?.getBoundingClientRect();
      const vrij = plek && !getoond.some((andere) => raakt(plek, andere));
      naam?.classList.toggle(`${NAAM}--weg`, !vrij);
      if (vrij) getoond.push(plek);
    }
  };
  kaart.on("zoomend resize", schik);
  schik();
}

/** A wijk lights up, with its name, for whoever points at it here or in the list beside the map. */
function verbindMetLijst(lagen) {
  for (const laag of lagen.getLayers()) {
    const link = document.querySelector(`[data-kaartwijk="${CSS.escape(laag.feature.id)}"]`);
    const licht = (aan) => () => {
      laag.getElement()?.classList.toggle("wp-plattegrond__vlak--licht", aan);
      laag.getTooltip().getElement()?.classList.toggle(`${NAAM}--licht`, aan);
    };
    laag.on({ mouseover: licht(true), mouseout: licht(false) });
    for (const soort of ["mouseenter", "focus"]) link?.addEventListener(soort, licht(true));
    for (const soort of ["mouseleave", "blur"]) link?.addEventListener(soort, licht(false));
  }
}

async function start(element) {
  const { kaart: adres, tegels, wijk } = element.dataset;
  const antwoord = await fetch(adres);
  if (!antwoord.ok) return;
  const grenzen = await antwoord.json();
  if (!grenzen.features.length) return;
  const kaart = nieuweKaart(element);
  achtergrond(kaart, tegels);
  const klasse = (vlak) => `wp-plattegrond__vlak${vlak.id === wijk ? " wp-plattegrond__vlak--zelf" : ""}`;
  const lagen = geoJSON(grenzen, {
    attribution: `Grenzen: ${grenzen.bron}`,
    style: (vlak) => ({ className: klasse(vlak), weight: vlak.id === wijk ? 3 : 1.5 }),
    onEachFeature: (vlak, laag) => tekenWijk(vlak, laag, wijk),
  });
  const zelf = lagen.getLayers().find((laag) => laag.feature.id === wijk);
  kaart.fitBounds((zelf ?? lagen).getBounds(), { padding: zelf ? [40, 40] : [12, 12], animate: false });
  lagen.addTo(kaart);
  zelf?.bringToFront();
  if (!wijk) houdNamenLeesbaar(kaart, lagen);
  verbindMetLijst(lagen);
}

for (const element of document.querySelectorAll("[data-kaart]")) start(element);
