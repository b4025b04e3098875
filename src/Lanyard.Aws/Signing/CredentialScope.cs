namespace Lanyard.Aws.Signing;

/// <summary>What a Signature Version 4 signature is good for: a day, a region and a service.</summary>
/// <param name="Date">The day as <c>yyyyMMdd</c>, UTC.</param>
/// <param name="Region">The region, such as <c>eu-west-1</c>.</param>
/// <param name="Service">The service's signing name, such as <c>sts</c>.</param>
public sealed record CredentialScope(string Date, string Region, string Service)
{
    /// <summary>The last part of every scope.</summary>
    public const string Terminator = "aws4_request";

    /// <summary>Gives the scope as it stands in the string to sign.</summary>
    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}
