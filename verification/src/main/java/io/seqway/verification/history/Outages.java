package io.seqway.verification.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When clients lost their connection, and when they were live again: connected, and each room's outcome known. */
final class Outages {
    private final List<Verdict.Outage> outages = new ArrayList<>();

    /** Looks through the events of a client. */
    void see(String client, List<Event> events) {
        Set<String> open = new HashSet<>();
        String node = "";
        Event broken = null;
        String brokenNode = "";
        for (Event event : events) {
            switch (event.kind()) {
                case CONNECTING -> open.clear();
                case CONNECTED -> node = event.text();
                case RESUMING -> open.add(event.room());
                case RESUMED -> {
                    boolean closed = !event.text().equals("error") && open.remove(event.room()) && open.isEmpty();
                    if (closed && broken != null) {
                        outages.add(outage(client, brokenNode, broken, event.atNanos()));
                        broken = null;
                    }
                }
                case BROKEN -> {
                    if (broken == null) {
                        broken = event;
                        brokenNode = node;
                    }
                    node = "";
                }
                case LEFT -> {
                    broken = null;
                    node = "";
                }
                default -> {}
            }
        }
        if (broken != null) {
            outages.add(outage(client, brokenNode, broken, Verdict.Outage.NEVER));
        }
    }

    private static Verdict.Outage outage(String client, String node, Event broken, long liveNanos) {
        return new Verdict.Outage(client, node, broken.text(), broken.atNanos(), liveNanos);
    }

    List<Verdict.Outage> result() {
        return List.copyOf(outages);
    }
}
