// Waits until an alert of Prometheus fires for an instance: node fires.mjs <prometheus> <alert> <instance>
const [prometheus, alert, instance] = process.argv.slice(2);
const WITHIN_MS = 120_000;

const began = Date.now();
for (;;) {
  const { data } = await (await fetch(`${prometheus}/api/v1/alerts`)).json();
  const found = data.alerts.find(({ labels }) => labels.alertname === alert && labels.instance === instance);
  if (found?.state === 'firing') {
    console.log(`${alert} fires for ${instance} after ${Math.round((Date.now() - began) / 1000)} s`);
    break;
  }
  if (Date.now() - began > WITHIN_MS) {
    console.error(`${alert} does not fire for ${instance}: it is ${found?.state ?? 'not there'}`);
    process.exit(1);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}
