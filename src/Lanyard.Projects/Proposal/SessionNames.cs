namespace Lanyard.Projects.Proposal;

/// <summary>Names sign-ins by their portal, since what a machine calls them is its own business.</summary>
internal sealed class SessionNames
{
    private readonly List<SsoSessionSetting> _all = [];

    public IReadOnlyList<SsoSessionSetting> All => _all;

    /// <summary>The name of a portal's session; null where the URL or Region can't be written down.</summary>
    public string? Of(ProfileWay.PermissionSet way)
    {
        if (_all.FirstOrDefault(s => s.StartUrl == way.StartUrl && s.Region == way.Region) is { } known)
        {
            return known.Name;
        }

        if (!AwsShapes.IsStartUrl(way.StartUrl) || !AwsShapes.IsRegion(way.Region))
        {
            return null;
        }

        var url = new Uri(way.StartUrl);
        var label = url.HostNameType == UriHostNameType.Dns && url.Host.Contains('.') ? url.Host.Split('.')[0] : "sso";
        var name = AwsShapes.IsName(label, 50) ? label : "sso";
        for (var i = 2; _all.Any(s => s.Name == name); i++)
        {
            name = FormattableString.Invariant($"{label}-{i}");
        }

        _all.Add(new SsoSessionSetting(name, way.StartUrl, way.Region));
        return name;
    }
}
