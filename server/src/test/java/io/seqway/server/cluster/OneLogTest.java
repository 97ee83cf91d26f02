package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OneLogTest {
    private static final AnnouncedLog LIVE = new AnnouncedLog("k3x9", "live");
    private static final AnnouncedLog TRIAL = new AnnouncedLog("p0q1", "trial");

    private final Peer a = peer("a", Optional.of(LIVE));
    private final Peer b = peer("b", Optional.of(LIVE));
    private final Peer stranger = peer("s", Optional.of(TRIAL));
    private final Peer older = peer("o", Optional.empty());
    private final Peer gateway = new Peer("g", "10.0.0.1:5702", EnumSet.of(Role.GATEWAY), Optional.empty());

    private static Peer peer(String node, Optional<AnnouncedLog> log) {
        return new Peer(node, "10.0.0.1:5702", EnumSet.allOf(Role.class), log);
    }

    @Test
    void nodesOfOneLogSeeEachOtherAndNobodyIsWrong() {
        List<Peer> members = List.of(a, b, gateway);

        assertThat(new OneLog("b").of(members)).isEqualTo(members);
        assertThat(new OneLog("b").wrong(members)).isEmpty();
    }

    @Test
    void whoWritesAnotherLogIsLeftOutWhoeverCameFirst() {
        assertThat(new OneLog("a").of(List.of(a, b, stranger))).containsExactly(a, b);
        assertThat(new OneLog("a").of(List.of(stranger, a, b))).containsExactly(a, b);
        assertThat(new OneLog("s").of(List.of(a, b, stranger))).containsExactly(stranger);
    }

    @Test
    void whoCameToMembersOfAnotherLogIsWrongAndNamesBoth() {
        assertThat(new OneLog("s").wrong(List.of(a, stranger, b)))
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo("this node has database 'trial' (log p0q1), and node a at 10.0.0.1:5702, which was there"
                        + " before, has database 'live' (log k3x9)");
        assertThat(new OneLog("a").wrong(List.of(a, stranger, b))).isEmpty();
    }

    @Test
    void aCopyOfTheDatabaseUnderAnotherNameIsAnotherLog() {
        Peer copy = peer("c", Optional.of(new AnnouncedLog(LIVE.token(), "copy")));

        assertThat(new OneLog("a").of(List.of(a, copy))).containsExactly(a);
        assertThat(new OneLog("c").wrong(List.of(a, copy))).isPresent();
    }

    @Test
    void nodesOfVersionsThatDoNotSayWhatTheyWriteBelong() {
        assertThat(new OneLog("a").of(List.of(older, a))).containsExactly(older, a);
        assertThat(new OneLog("a").wrong(List.of(older, a))).isEmpty();
        assertThat(new OneLog("o").of(List.of(older))).containsExactly(older);
    }

    @Test
    void aNodeWithoutAMessageStoreGoesByTheOldestThatHasOne() {
        assertThat(new OneLog("g").of(List.of(gateway, older, a, stranger, b))).containsExactly(gateway, older, a, b);
        assertThat(new OneLog("g").wrong(List.of(a, stranger, gateway))).isEmpty();
    }
}
