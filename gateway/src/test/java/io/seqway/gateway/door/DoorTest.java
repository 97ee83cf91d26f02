package io.seqway.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.util.NetUtil;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is let in: 2 handshakes at once of an address, 1 of its connections without a token, 3 connections in all. */
class DoorTest {
    private static final InetAddress ANN = NetUtil.createInetAddressFromIpAddressString("198.51.100.1");
    private static final InetAddress BOB = NetUtil.createInetAddressFromIpAddressString("198.51.100.2");
    private static final InetAddress HOME = NetUtil.createInetAddressFromIpAddressString("127.0.0.1");

    private final Door door = new Door(new DoorOptions(1, 2, 1, false, 3, List.of(Subnet.of("127.0.0.1"))));

    private Refusal refused(Runnable entering) {
        return catchThrowableOfType(Refusal.class, entering::run);
    }

    @Test
    void tooManyHandshakesOfAnAddressAreRefusedUntilItsTimeHasCome() {
        door.knock(ANN, List.of());
        door.knock(ANN, List.of());

        Refusal refusal = refused(() -> door.knock(ANN, List.of()));

        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refusal.limit()).isEqualTo("handshakes-per-second=1");
        assertThat(refusal.retryAfterMs()).isBetween(1L, 1_001L);
        assertThat(door.knock(BOB, List.of())).isEqualTo(BOB);
    }

    @Test
    void itIsTheAddressBehindATrustedProxyThatCounts() {
        door.knock(HOME, List.of("198.51.100.1"));
        door.knock(HOME, List.of("198.51.100.1"));

        assertThat(refused(() -> door.knock(HOME, List.of("198.51.100.1")))).isNotNull();
        assertThat(door.knock(HOME, List.of("198.51.100.2"))).isEqualTo(BOB);
    }

    @Test
    void addressesOfThisMachineDoNotCountUnlessItIsSaid() {
        for (int i = 0; i < 10; i++) {
            assertThat(door.knock(HOME, List.of())).isEqualTo(HOME);
        }
        Door strict = new Door(new DoorOptions(1, 2, 1, true, 3, List.of()));
        strict.knock(HOME, List.of());
        strict.knock(HOME, List.of());
        assertThat(refused(() -> strict.knock(HOME, List.of()))).isNotNull();
    }

    @Test
    void whoHasShownNoTokenCountsUntilItDoesOrIsGone() {
        Door.Entry first = door.enter(ANN, false);
        assertThat(refused(() -> door.enter(ANN, false)).limit()).isEqualTo("max-unauthenticated-per-address=1");
        door.enter(BOB, false);

        first.known();
        Door.Entry second = door.enter(ANN, false);
        assertThat(refused(() -> door.enter(ANN, false))).isNotNull();

        second.leave();
        first.leave();
        door.enter(ANN, false);
        assertThat(refused(() -> door.enter(ANN, false))).isNotNull();
    }

    @Test
    void aFullNodeTakesNobodyBeforeSomebodyHasLeft() {
        Door.Entry first = door.enter(ANN, true);
        door.enter(ANN, true);
        door.enter(BOB, true);

        Refusal atTheDoor = refused(() -> door.knock(BOB, List.of()));
        Refusal afterItsToken = refused(() -> door.enter(BOB, true));

        for (Refusal refusal : List.of(atTheDoor, afterItsToken)) {
            assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(refusal.limit()).isEqualTo("max-connections=3");
            assertThat(refusal.retryAfterMs()).isPositive();
        }
        first.leave();
        first.leave();
        assertThat(door.connections()).isEqualTo(2);
        door.enter(BOB, true);
        assertThat(refused(() -> door.enter(BOB, true))).isNotNull();
    }

    @Test
    void whoIsRefusedForWantOfRoomIsNoStrangerAnyMore() {
        Door.Entry first = door.enter(BOB, true);
        door.enter(BOB, true);
        door.enter(BOB, true);
        assertThat(refused(() -> door.enter(ANN, false)).limit()).isEqualTo("max-connections=3");

        first.leave();
        door.enter(ANN, false);
    }
}
