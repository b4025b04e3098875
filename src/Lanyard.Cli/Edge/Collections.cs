namespace Lanyard.Cli.Edge;

/// <summary>When memory is collected.</summary>
internal static class Collections
{
    // More than any command takes that ends by itself; what isn't touched costs nothing.
    private const long Budget = 64 * 1024 * 1024;

    /// <summary>Puts the first collection off: it would take longer than most commands have left, and they give all back at their end. Commands that go on collect once the budget is used up.</summary>
    public static void PutOff()
    {
        try
        {
            GC.TryStartNoGCRegion(Budget);
        }
        catch (ArgumentOutOfRangeException)
        {
            // A container with little memory.
        }
    }
}
