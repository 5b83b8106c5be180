// Runs in every document before its own scripts, after web-vitals; keeps the latest value of each metric.
(() => {
  if (window !== window.top) return;
  const values = {};
  const keep = (metric) => { values[metric.name] = metric.value; };
  for (const name of ["onLCP", "onFCP", "onCLS", "onTTFB", "onINP"]) webVitals[name](keep, { reportAllChanges: true });
  Object.defineProperty(window, Symbol.for("tracer.vitals"), { value: values });
})();
