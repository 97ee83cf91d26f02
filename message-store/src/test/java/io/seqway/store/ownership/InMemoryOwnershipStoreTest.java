package io.seqway.store.ownership;

class InMemoryOwnershipStoreTest extends OwnershipStoreContract {
    @Override
    protected OwnershipStore fresh() {
        return new InMemoryOwnershipStore();
    }
}
