package io.seqway.server.doctor;

import io.seqway.store.mongo.Examination.Standing;
import io.seqway.store.mongo.NodeNotes.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the message stores that live see each other, and own all partitions between them. */
final class ClusterCheck {
    private static final String WHAT = "cluster";

    private ClusterCheck() {}

    /** The nodes whose lease has moved between two looks. */
    static Set<String> living(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                .filter(beat -> !beat.getValue().equals(before.getOrDefault(beat.getKey(), beat.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<Finding> of(Set<String> living, Standing standing, List<Note> notes) {
        if (living.isEmpty()) {
            return List.of(Finding.warning(WHAT, "no message store is running on this database"));
        }
        List<Finding> findings = new ArrayList<>(split(living, notes));
        findings.addAll(unanswered(living, standing, notes));
        long unowned = standing.owners().stream()
                .filter(owner -> owner == null || !living.contains(owner))
                .count();
        if (unowned > 0) {
            findings.add(Finding.wrong(
                    WHAT,
                    unowned + " of " + standing.owners().size()
                            + " partitions have no living owner: within 7 s others take them; if not, GET /health/ready"
                            + " of the nodes says what keeps them"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    WHAT,
                    living.size() + " message stores see each other and own all partitions: " + shown(living, notes)));
        }
        return findings;
    }

    /** Seeing each other is Hazelcast's affair, on one port; what nodes say to each other goes over another one. */
    private static List<Finding> unanswered(Set<String> living, Standing standing, List<Note> notes) {
        List<Finding> findings = new ArrayList<>();
        new TreeMap<>(standing.unheard()).forEach((node, silent) -> {
            Set<String> others = new TreeSet<>(silent);
            others.retainAll(living);
            if (living.contains(node) && !others.isEmpty()) {
                findings.add(Finding.wrong(
                        WHAT,
                        "node " + shown(node, notes) + " gets no answer over the event bus from " + shown(others, notes)
                                + ": open the port behind cluster-port between them, both ways, and give them the same"
                                + " --cluster-tls-* settings"));
            }
        });
        return findings;
    }

    private static String shown(Set<String> nodes, List<Note> notes) {
        return nodes.stream().sorted().map(node -> shown(node, notes)).collect(Collectors.joining(", "));
    }

    private static String shown(String node, List<Note> notes) {
        return notes.stream()
                .filter(note -> note.node().equals(node))
                .findFirst()
                .map(Note::shown)
                .orElse(node);
    }

    private static List<Finding> split(Set<String> living, List<Note> notes) {
        Map<String, Set<String>> unseen = new TreeMap<>();
        for (Note note : notes) {
            if (living.contains(note.node())) {
                Set<String> others = new TreeSet<>(living);
                others.removeAll(note.sees());
                if (!others.isEmpty()) {
                    unseen.put(note.node(), others);
                }
            }
        }
        return unseen.entrySet().stream()
                .map(node -> Finding.wrong(
                        WHAT,
                        "split: node " + shown(node.getKey(), notes) + " does not see "
                                + shown(node.getValue(), notes)
                                + ", which lives and uses the same database: look at --cluster, --cluster-peers and"
                                + " --cluster-name of both, and whether the ports cluster-port and the next one are open"
                                + " between them"))
                .toList();
    }
}
