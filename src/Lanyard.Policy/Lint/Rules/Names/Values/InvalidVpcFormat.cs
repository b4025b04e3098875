namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A VPC that can't be one.</summary>
internal sealed class InvalidVpcFormat() : ResourceIdRule("INVALID_VPC_FORMAT", "aws:SourceVpc", "vpc-");
