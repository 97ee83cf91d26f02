package io.seqway.verification.stage;

import com.mongodb.ServerAddress;
import io.seqway.testing.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How one node reaches MongoDB: by a proxy of its own before each member. The members name each other by loopback, so in
 * the node's namespace these ports of loopback lead to the proxies.
 */
public final class StoreLinks implements AutoCloseable {
    private final List<FaultProxy> proxies = new ArrayList<>();

    /**
     * @param harness the address at which the proxies listen
     * @param members of MongoDB, as host:port
     */
    StoreLinks(Namespace node, String harness, List<String> members) {
        node.openLoopback();
        for (String member : members) {
            ServerAddress address = new ServerAddress(member);
            FaultProxy proxy = FaultProxy.before(
                    address.getHost(), address.getPort(), LoopbackWall.address(harness), LoopbackWall.guest());
            proxies.add(proxy);
            node.lead(address.getPort(), harness, proxy.port());
        }
    }

    /** What MongoDB says comes so much later. */
    public void delay(Duration delay) {
        proxies.forEach(proxy -> proxy.delayReplies(delay));
    }

    /** Nothing gets through in either direction, and no connection is closed. */
    public void blackHole() {
        proxies.forEach(FaultProxy::blackHole);
    }

    /** What the node says is kept until {@link #pass}, and then said all the same, whether or not the node still waits. */
    public void hold() {
        proxies.forEach(FaultProxy::holdRequests);
    }

    /** Everything gets through again. */
    public void pass() {
        proxies.forEach(FaultProxy::pass);
    }

    /** How often something that was said to or by MongoDB has been delayed, held or taken. */
    public long harmed() {
        return proxies.stream().mapToLong(FaultProxy::harmed).sum();
    }

    /** How often something that was held has reached MongoDB after all. */
    public long late() {
        return proxies.stream().mapToLong(FaultProxy::late).sum();
    }

    @Override
    public void close() {
        proxies.forEach(FaultProxy::close);
    }
}
