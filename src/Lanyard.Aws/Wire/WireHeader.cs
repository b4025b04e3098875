namespace Lanyard.Aws.Wire;

/// <summary>One header line.</summary>
/// <param name="name">The field name as it was sent.</param>
/// <param name="value">The field value, without the white space around it.</param>
public readonly struct WireHeader(string name, string value)
{
    /// <summary>Gets the field name as it was sent.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the field value.</summary>
    public string Value { get; } = value;

    /// <summary>Gives the name alone: values carry tokens and signatures.</summary>
    public override string ToString() => Name;
}
