package io.seqway.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/**
 * All that a node counts, for Prometheus: {@code GET /metrics}. The parts of the node know only that there is a registry.
 * Safe to use from any thread.
 */
public final class Metrics implements AutoCloseable {
    /** The text format of Prometheus; its answer names the version. */
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** @param version of the program, or {@code null} if that is not known */
    public Metrics(String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("seqway.build.info", () -> 1)
                .description("Always 1; the label says which version this is")
                .tag("version", version == null ? "unknown" : version)
                .register(registry);
    }

    /** Where parts of the node count what they do. */
    public MeterRegistry registry() {
        return registry;
    }

    /** @param ready whether clients may be sent to this node */
    public void ready(BooleanSupplier ready) {
        Gauge.builder("seqway.ready", ready, is -> is.getAsBoolean() ? 1 : 0)
                .description("Whether clients may be sent to this node")
                .strongReference(true)
                .register(registry);
    }

    /** Adds the route to a router. */
    public void mount(Router router) {
        router.get("/metrics").handler(this::scrape);
    }

    /** What there is to say grows with the number of metrics, not with the load; but no event loop needs to wait for it. */
    private void scrape(RoutingContext request) {
        request.vertx()
                .executeBlocking(() -> registry.scrape(), false)
                .onSuccess(text -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(text))
                .onFailure(request::fail);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
