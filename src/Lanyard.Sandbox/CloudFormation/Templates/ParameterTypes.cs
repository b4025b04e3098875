using System.Collections.Immutable;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>The types that parameters can have: "Specify existing resources at runtime with CloudFormation-supplied parameter types", AWS CloudFormation User Guide.</summary>
internal static class ParameterTypes
{
    private const string Stored = "AWS::SSM::Parameter::Value<";
    private const string List = "List<";

    private static readonly ImmutableArray<string> OfAws =
    [
        "AWS::EC2::AvailabilityZone::Name", "AWS::EC2::Image::Id", "AWS::EC2::Instance::Id", "AWS::EC2::KeyPair::KeyName", "AWS::EC2::SecurityGroup::GroupName", "AWS::EC2::SecurityGroup::Id",
        "AWS::EC2::Subnet::Id", "AWS::EC2::Volume::Id", "AWS::EC2::VPC::Id", "AWS::Route53::HostedZone::Id",
    ];

    /// <summary>Tells whether there is such a type.</summary>
    public static bool AreKnown(string type) => type is "String" or "Number" or "CommaDelimitedList" or "AWS::SSM::Parameter::Name" or "List<Number>" or "List<String>" || IsOfAws(type)
        || (Inner(type, Stored) is { } stored && (stored is "String" or "CommaDelimitedList" or "List<String>" || IsOfAws(stored)));

    /// <summary>Gives the type of the values that a parameter of the Parameter Store holds for a type; <see langword="null"/> where it isn't read from there.</summary>
    public static string? OfStored(string type) => Inner(type, Stored);

    private static bool IsOfAws(string type) => OfAws.Contains(Inner(type, List) ?? type);

    private static string? Inner(string type, string start) => type.StartsWith(start, StringComparison.Ordinal) && type.EndsWith('>') ? type[start.Length..^1] : null;
}
