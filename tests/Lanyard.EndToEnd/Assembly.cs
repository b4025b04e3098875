// Tests mostly wait for the processes they start, so more of them than there are cores go side by side.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
