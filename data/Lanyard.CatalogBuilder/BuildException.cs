namespace Lanyard.CatalogBuilder;

/// <summary>The catalogue can't be built.</summary>
/// <param name="message">Why, with the file and line that is wrong.</param>
internal sealed class BuildException(string message) : Exception(message);
