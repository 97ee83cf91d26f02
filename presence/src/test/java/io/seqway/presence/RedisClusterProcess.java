package io.seqway.presence;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;

import io.seqway.embedded.FreePorts;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Redis Cluster of three masters, each with a third of the slots. */
public final class RedisClusterProcess implements AutoCloseable {
    private static final int SLOTS = 16_384;

    private final List<Integer> busPorts =
            Stream.generate(FreePorts::next).limit(3).toList();
    private final List<RedisProcess> nodes =
            busPorts.stream().map(RedisClusterProcess::onBusPort).toList();

    /** Starts it, and returns once it takes commands. */
    public RedisClusterProcess start() {
        Vertx vertx = Vertx.vertx();
        try {
            nodes.forEach(RedisProcess::start);
            List<Redis> clients = nodes.stream()
                    .map(node -> Redis.createClient(vertx, node.uri()))
                    .toList();
            for (int i = 0; i < nodes.size(); i++) {
                int first = i * SLOTS / nodes.size();
                int last = (i + 1) * SLOTS / nodes.size() - 1;
                cluster(clients.get(i), "ADDSLOTSRANGE", first, last);
                cluster(clients.get(i), "SET-CONFIG-EPOCH", i + 1);
            }
            for (int i = 1; i < nodes.size(); i++) {
                cluster(clients.get(0), "MEET", "127.0.0.1", nodes.get(i).port(), busPorts.get(i));
            }
            for (Redis client : clients) {
                until("the cluster is whole", () -> {
                    String info = cluster(client, "INFO").toString();
                    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
                });
            }
        } finally {
            result(vertx.close());
        }
        return this;
    }

    /** The addresses of all nodes, as they are configured. */
    public String uri() {
        return nodes.stream().map(RedisProcess::uri).collect(Collectors.joining(","));
    }

    public RedisProcess node(int index) {
        return nodes.get(index);
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }

    private static Response cluster(Redis client, Object... words) {
        Request request = Request.cmd(Command.CLUSTER);
        for (Object word : words) {
            request.arg(word.toString());
        }
        return result(client.send(request));
    }

    private static RedisProcess onBusPort(int busPort) {
        return new RedisProcess("--cluster-enabled", "yes", "--cluster-port", Integer.toString(busPort));
    }
}
