package io.seqway.verification.fault;

import io.seqway.verification.stage.Node;
import io.seqway.verification.stage.Wall;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The event bus and Hazelcast of one node are cut from all others, or from one of them, both ways or one; it reaches its
 * stores, and clients reach it.
 *
 * @param others the addresses of the nodes from which it is cut
 */
record Cut(Node node, Set<Wall.Side> sides, List<String> others) implements Fault {
    @Override
    public String target() {
        return node.id();
    }

    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        Wall wall = node.wall();
        StringBuilder text = new StringBuilder(node.name());
        text.append(others.equals(wall.others()) ? ": dropped" : ": from " + others + " only, dropped");
        boolean bit = true;
        int view;
        wall.raise(sides, others);
        try {
            Thread.sleep(hold.toMillis());
            for (Wall.Side side : sides) {
                long dropped = wall.dropped(side);
                bit &= dropped > 0;
                text.append(' ').append(dropped).append(side == Wall.Side.IN ? " packets to it" : " packets of it");
            }
            view = node.view();
        } finally {
            wall.lower();
        }
        node.awaitReady();
        return new Evidence(bit, text + "; it saw " + view + " gateways then");
    }
}
