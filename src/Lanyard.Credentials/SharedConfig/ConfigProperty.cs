namespace Lanyard.Credentials.SharedConfig;

/// <summary>One setting of a section. Its value may be a secret, so it is never printed.</summary>
public sealed class ConfigProperty
{
    internal ConfigProperty(string name, string value, int line, IReadOnlyList<ConfigProperty> subProperties)
    {
        Name = name;
        Value = value;
        Line = line;
        SubProperties = subProperties;
    }

    /// <summary>The name, in lower case.</summary>
    public string Name { get; }

    /// <summary>
    /// The value without the blanks around it. Continuation lines are joined by a line feed; for a parent of sub-properties
    /// that is a line feed and <c>name = value</c>, for each.
    /// </summary>
    public string Value { get; }

    /// <summary>The line the name stands on, from 1.</summary>
    public int Line { get; }

    /// <summary>
    /// The indented settings below one without a value, as below <c>s3 =</c>, in the file's order. A name may stand there twice
    /// (the last one counts). Names outside the grammar's characters are left out.
    /// </summary>
    public IReadOnlyList<ConfigProperty> SubProperties { get; }

    /// <summary>The value of a sub-property; the last one, if there are several.</summary>
    /// <param name="name">The name, in lower case.</param>
    /// <returns>The value, or null if there is none of that name.</returns>
    public string? GetSubProperty(string name) => Last(SubProperties, name);

    /// <summary>Names the setting and its line, never its value.</summary>
    /// <returns>The name and the line.</returns>
    public override string ToString() => $"{Name} (line {Line})";

    internal static string? Last(IReadOnlyList<ConfigProperty> properties, string name)
    {
        for (int i = properties.Count - 1; i >= 0; i--)
        {
            if (properties[i].Name == name)
            {
                return properties[i].Value;
            }
        }

        return null;
    }
}
