package io.seqway.server;

import io.seqway.gateway.GatewayVerticle;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.Config;
import io.seqway.server.health.Health;
import io.seqway.store.MessageStoreVerticle;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;

/** All that a node knows of itself, for those who look after it: who is there, what each part does. No secret is in it. */
final class NodeState {
    private NodeState() {}

    /** @param store {@code null} where the node has no message store */
    static Future<JsonObject> of(
            Config config, ClusterView view, Health health, GatewayVerticle gateway, MessageStoreVerticle store) {
        Runtime runtime = Runtime.getRuntime();
        JsonObject state = new JsonObject()
                .put("node", view.self())
                .put("version", NodeState.class.getPackage().getImplementationVersion())
                .put(
                        "roles",
                        new JsonArray(config.roles().stream().map(Role::text).toList()))
                .put("uptimeMs", ManagementFactory.getRuntimeMXBean().getUptime())
                .put("time", System.currentTimeMillis())
                .put("readiness", health.readiness())
                .put("members", members(view))
                .put(
                        "memory",
                        new JsonObject()
                                .put("heapUsed", runtime.totalMemory() - runtime.freeMemory())
                                .put("heapMax", runtime.maxMemory()));
        Future<JsonObject> stored = store == null ? Future.succeededFuture() : store.state();
        return gateway.state()
                .compose(served -> stored.map(kept -> {
                    state.put("gateway", served);
                    return kept == null ? state : state.put("messageStore", kept);
                }));
    }

    private static JsonObject members(ClusterView view) {
        JsonObject members = new JsonObject();
        for (Role role : Role.values()) {
            members.put(role.text(), new JsonArray(view.nodes(role)));
        }
        return members;
    }
}
