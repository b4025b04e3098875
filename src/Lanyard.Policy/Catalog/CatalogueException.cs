namespace Lanyard.Policy.Catalog;

/// <summary>Bytes that aren't a catalogue, or reference data that none can be made of.</summary>
/// <param name="message">What is wrong with it.</param>
public sealed class CatalogueException(string message) : Exception(message);
