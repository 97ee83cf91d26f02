package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.FromStore.Page;

/**
 * What nodes say to each other over the event bus. All of it may be lost, late or repeated; the log still decides.
 * The short names are part of the format between nodes of different versions: never give one a second meaning.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToStore.Submit.class, name = "sp"),
    @JsonSubTypes.Type(value = ToStore.Probe.class, name = "pb"),
    @JsonSubTypes.Type(value = ToStore.Watch.class, name = "wa"),
    @JsonSubTypes.Type(value = ToStore.Unwatch.class, name = "un"),
    @JsonSubTypes.Type(value = ToStore.UnwatchAll.class, name = "ua"),
    @JsonSubTypes.Type(value = ToStore.Read.class, name = "re"),
    @JsonSubTypes.Type(value = ToStore.Heard.class, name = "hd"),
    @JsonSubTypes.Type(value = ToStore.Emit.class, name = "em"),
    @JsonSubTypes.Type(value = ToStore.AskPlace.class, name = "qp"),
    @JsonSubTypes.Type(value = FromStore.Place.class, name = "pl"),
    @JsonSubTypes.Type(value = ToStore.Moves.class, name = "cm"),
    @JsonSubTypes.Type(value = ToStore.AskCursors.class, name = "qc"),
    @JsonSubTypes.Type(value = FromStore.Cursors.class, name = "cu"),
    @JsonSubTypes.Type(value = ToStore.AskStandings.class, name = "qs"),
    @JsonSubTypes.Type(value = FromStore.Standings.class, name = "st"),
    @JsonSubTypes.Type(value = RoomMessage.AskRooms.class, name = "qr"),
    @JsonSubTypes.Type(value = RoomMessage.RoomNames.class, name = "rn"),
    @JsonSubTypes.Type(value = ToStore.Given.class, name = "gi"),
    @JsonSubTypes.Type(value = FromStore.Delivery.class, name = "de"),
    @JsonSubTypes.Type(value = FromStore.Beacon.class, name = "be"),
    @JsonSubTypes.Type(value = FromStore.Page.class, name = "pa"),
    @JsonSubTypes.Type(value = PresenceMessage.Here.class, name = "he"),
    @JsonSubTypes.Type(value = PresenceMessage.Who.class, name = "wh"),
    @JsonSubTypes.Type(value = PresenceMessage.Present.class, name = "pr"),
    @JsonSubTypes.Type(value = PresenceMessage.PresenceChange.class, name = "pc"),
    @JsonSubTypes.Type(value = NodeMessage.Disconnect.class, name = "dc"),
    @JsonSubTypes.Type(value = NodeMessage.Disconnected.class, name = "dd"),
    @JsonSubTypes.Type(value = PresenceMessage.Connected.class, name = "cn"),
    @JsonSubTypes.Type(value = PresenceMessage.Surplus.class, name = "su"),
    @JsonSubTypes.Type(value = PresenceMessage.AskClock.class, name = "ac"),
    @JsonSubTypes.Type(value = PresenceMessage.Clock.class, name = "ck"),
    @JsonSubTypes.Type(value = NodeMessage.AskUser.class, name = "au"),
    @JsonSubTypes.Type(value = NodeMessage.UserReport.class, name = "ur"),
    @JsonSubTypes.Type(value = NodeMessage.AskRoom.class, name = "ar"),
    @JsonSubTypes.Type(value = NodeMessage.RoomReport.class, name = "rr"),
    @JsonSubTypes.Type(value = PresenceMessage.HereTaken.class, name = "ht"),
    @JsonSubTypes.Type(value = PresenceMessage.Lease.class, name = "le"),
    @JsonSubTypes.Type(value = PresenceMessage.Leased.class, name = "ld"),
    @JsonSubTypes.Type(value = PresenceMessage.SayAgain.class, name = "sa"),
    @JsonSubTypes.Type(value = PresenceMessage.SaidAgain.class, name = "sd"),
    @JsonSubTypes.Type(value = PresenceMessage.Seen.class, name = "se"),
    @JsonSubTypes.Type(value = PresenceMessage.AskSeen.class, name = "as"),
    @JsonSubTypes.Type(value = StreamMessage.PutChunk.class, name = "ch"),
    @JsonSubTypes.Type(value = StreamMessage.ChunkStored.class, name = "cs"),
    @JsonSubTypes.Type(value = StreamMessage.AskStream.class, name = "ask"),
    @JsonSubTypes.Type(value = StreamMessage.StreamFound.class, name = "sf"),
    @JsonSubTypes.Type(value = StreamMessage.ReadChunk.class, name = "rc"),
    @JsonSubTypes.Type(value = StreamMessage.ChunkFound.class, name = "cf"),
    @JsonSubTypes.Type(value = StreamMessage.RemoveStream.class, name = "rs"),
    @JsonSubTypes.Type(value = StreamMessage.StreamRemoved.class, name = "sr"),
    @JsonSubTypes.Type(value = StreamMessage.Refused.class, name = "rf"),
    @JsonSubTypes.Type(value = RoomMessage.AskRights.class, name = "qa"),
    @JsonSubTypes.Type(value = RoomMessage.Rights.class, name = "ra"),
    @JsonSubTypes.Type(value = RoomMessage.AskMemberships.class, name = "qm"),
    @JsonSubTypes.Type(value = RoomMessage.Manage.class, name = "mg"),
    @JsonSubTypes.Type(value = RoomMessage.Managed.class, name = "md"),
    @JsonSubTypes.Type(value = RoomMessage.AskMadeRooms.class, name = "qk"),
    @JsonSubTypes.Type(value = RoomMessage.MadeRooms.class, name = "kr"),
    @JsonSubTypes.Type(value = RoomMessage.Memberships.class, name = "ms")
})
public sealed interface BusMessage
        permits BusMessage.Unreadable, ToStore, FromStore, RoomMessage, PresenceMessage, StreamMessage, NodeMessage {
    /** The error of an {@link Outcome} or {@link Page} from a node that does not own the room: ask the owner. */
    String NOT_OWNER = "not-owner";

    /**
     * What a newer node has said and this one cannot read: as good as lost.
     *
     * @param version the version that a reader must know
     */
    record Unreadable(int version) implements BusMessage {}
}
