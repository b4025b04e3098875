namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A VPC endpoint that can't be one.</summary>
internal sealed class InvalidVpceFormat() : ResourceIdRule("INVALID_VPCE_FORMAT", "aws:SourceVpce", "vpce-");
