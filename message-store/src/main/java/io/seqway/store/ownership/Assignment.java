package io.seqway.store.ownership;

import io.seqway.protocol.cluster.Partitions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who owns which partition, as decided in the database: replaced as a whole, and only by whoever read the version
 * before.
 *
 * @param version 0 until anybody has owned anything, then one more with each change
 * @param owners one for each partition
 */
public record Assignment(long version, List<Owner> owners) {
    /**
     * @param node {@code null} while nobody has ever owned the partition
     * @param epoch one more with each change of the owner
     */
    public record Owner(String node, long epoch) {}

    /** Before anybody has owned anything. */
    public static final Assignment NOBODY =
            new Assignment(0, Collections.nCopies(Partitions.COUNT, new Owner(null, 0)));

    public Assignment {
        owners = List.copyOf(owners);
    }

    /** The owner of a partition. */
    public Owner owner(int partition) {
        return owners.get(partition);
    }

    /** The partitions that a node owns. */
    public BitSet ownedBy(String node) {
        BitSet owned = new BitSet(owners.size());
        for (int partition = 0; partition < owners.size(); partition++) {
            if (node.equals(owners.get(partition).node())) {
                owned.set(partition);
            }
        }
        return owned;
    }

    /** How many partitions these nodes own together. */
    public long ownedBy(Set<String> nodes) {
        return owners.stream()
                .filter(owner -> owner.node() != null && nodes.contains(owner.node()))
                .count();
    }

    /** The next version, in which these partitions have these owners. */
    public Assignment with(Map<Integer, String> changes) {
        List<Owner> next = new ArrayList<>(owners);
        changes.forEach((partition, node) ->
                next.set(partition, new Owner(node, owners.get(partition).epoch() + 1)));
        return new Assignment(version + 1, next);
    }
}
