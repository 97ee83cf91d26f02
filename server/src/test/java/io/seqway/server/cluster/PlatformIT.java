package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlatformIT {
    @Test
    void nodesSeeEachOtherByRoleTalkAndNoticeWhenOneLeaves() throws Exception {
        try (Nodes nodes = new Nodes()) {
            Platform gateway = nodes.join(EnumSet.of(Role.GATEWAY));
            Platform store = nodes.join(EnumSet.of(Role.MESSAGE_STORE));
            ClusterView view = gateway.view();

            Nodes.await(view, () -> view.nodes(Role.MESSAGE_STORE)
                    .contains(store.view().self()));
            assertThat(view.nodes(Role.GATEWAY)).containsExactly(view.self());
            assertThat(store.view().nodes(Role.GATEWAY)).containsExactly(view.self());
            assertThat(view.nodes(Role.PRESENCE)).isEmpty();

            CompletableFuture<String> heard = new CompletableFuture<>();
            String address = Addresses.store(store.view().self());
            store.vertx()
                    .eventBus()
                    .<String>consumer(address, message -> heard.complete(message.body()))
                    .completion()
                    .await(10, TimeUnit.SECONDS);
            gateway.vertx().eventBus().send(address, "hello");
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("hello");

            nodes.leave(store);
            Nodes.await(view, () -> view.nodes(Role.MESSAGE_STORE).isEmpty());
        }
    }

    @Test
    void aNodeIsReachedFromTheMomentThatItIsSeenAndOnlyAsLongAsThat() throws Exception {
        try (Nodes nodes = new Nodes()) {
            Platform gateway = nodes.join(EnumSet.of(Role.GATEWAY));
            for (int i = 0; i < 3; i++) {
                Platform store = nodes.join(EnumSet.of(Role.MESSAGE_STORE));
                String address = Addresses.store(store.view().self());
                store.vertx().eventBus().<String>consumer(address, message -> message.reply("to " + message.body()));
                assertThat(answer(gateway, address)).isEqualTo("to hello");

                nodes.leave(store);
                Nodes.await(
                        gateway.view(),
                        () -> gateway.view().nodes(Role.MESSAGE_STORE).isEmpty());
                assertThatThrownBy(() -> answer(gateway, address)).hasMessageContaining("No handlers");
            }
        }
    }

    private static Object answer(Platform asking, String address) throws Exception {
        return asking.vertx()
                .eventBus()
                .request(address, "hello", new DeliveryOptions().setSendTimeout(2_000))
                .await(10, TimeUnit.SECONDS)
                .body();
    }

    @Test
    void nodesOfAnotherNameAreAnotherCluster() throws Exception {
        try (Nodes nodes = new Nodes()) {
            Platform live = nodes.join("live", EnumSet.of(Role.GATEWAY), Optional.empty());
            Platform trial = nodes.join("trial", EnumSet.of(Role.GATEWAY), Optional.empty());

            assertThat(live.view().nodes(Role.GATEWAY))
                    .containsExactly(live.view().self());
            assertThat(trial.view().nodes(Role.GATEWAY))
                    .containsExactly(trial.view().self());
        }
    }
}
