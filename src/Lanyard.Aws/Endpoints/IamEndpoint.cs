namespace Lanyard.Aws.Endpoints;

/// <summary>IAM's endpoint, which each partition has one of. See "AWS Identity and Access Management endpoints and quotas" in the AWS General Reference.</summary>
internal static class IamEndpoint
{
    /// <summary>Finds the address, and the region that calls are signed for.</summary>
    public static (string Address, string SigningRegion) Find(string region, EndpointSettings settings)
    {
        var partition = Partition.OfRegion(region);
        var (host, home) = partition.Id switch
        {
            "aws-cn" => ("iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            "aws-us-gov" => ("iam.us-gov.amazonaws.com", "us-gov-west-1"),
            "aws-iso" => ("iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
            "aws-iso-b" => ("iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
            "aws-iso-e" => ("iam.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"),
            "aws-iso-f" => ("iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"),
            "aws-eusc" => ("iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
            _ => (Standard(settings), "us-east-1"),
        };
        var own = settings.ByService.TryGetValue(AwsService.Iam.SettingsKey, out var address) ? address : settings.ForAll;
        return (own ?? "https://" + host, home);
    }

    private static string Standard(EndpointSettings settings) =>
        (settings.UseFips ? "iam-fips" : "iam") + (settings.UseDualStack ? ".global.api.aws" : ".amazonaws.com");
}
