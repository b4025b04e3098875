using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox;

/// <summary>What the sandbox's proxy does with a host.</summary>
public enum ProxyAnswer
{
    /// <summary>It is AWS's, and the sandbox answers in its place.</summary>
    InItsPlace,

    /// <summary>It is none of AWS's, and the user wants it reached.</summary>
    LetThrough,

    /// <summary>Nobody answers.</summary>
    Refused,
}

/// <summary>
/// Which hosts the sandbox's HTTPS proxy takes for AWS's, and so answers itself. All others are refused, unless the user named
/// them: what runs in a sandbox reaches nobody else outside, and what it tried to reach is counted.
/// </summary>
/// <param name="outside">The hosts with their ports (<c>registry.npmjs.org:443</c>) that are let through; none of AWS's.</param>
/// <remarks>
/// AWS's are the endpoint domains of every partition (<c>amazonaws.com</c>, <c>amazonaws.com.cn</c>, <c>api.aws</c>, …), the
/// console's and sign-in's (<c>aws.amazon.com</c>, <c>amazonaws.cn</c>, <c>amazonaws-us-gov.com</c>, <c>amazonaws-eusc.eu</c>), and
/// the access portal's (<c>awsapps.com</c>, <c>app.aws</c>). Not taken: <c>aws.dev</c> and <c>on.aws</c>, where AWS's staff and
/// customers publish what they like, and <c>cloudfront.net</c>. No port but 443 is served. All members are safe to call at once.
/// </remarks>
public sealed class ProxyGate(IReadOnlySet<string> outside)
{
    private const int MaxListed = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _refused = new(StringComparer.OrdinalIgnoreCase);
    private long _count;

    /// <summary>Gets whether any host outside AWS is let through.</summary>
    public bool LetsAnyThrough => outside.Count > 0;

    /// <summary>Gets how often a host was refused.</summary>
    public long RefusedCount
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Gets the refused hosts with their ports, the first thousand of them, and how often each was asked for.</summary>
    public IReadOnlyDictionary<string, int> Refused
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, int>(_refused, StringComparer.OrdinalIgnoreCase);
            }
        }
    }

    /// <summary>Tells whether a host is AWS's.</summary>
    /// <param name="host">A host name, without a port.</param>
    public static bool IsAws(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return AwsHost.Parse(host) is not null;
    }

    /// <summary>Decides on a host that a client asks its proxy for, and counts it when it is refused.</summary>
    /// <param name="host">The host name that the client wants.</param>
    /// <param name="port">The port that it wants.</param>
    public ProxyAnswer Decide(string host, int port)
    {
        if (IsAws(host))
        {
            return port == 443 ? ProxyAnswer.InItsPlace : Refuse(KeyOf(host, port));
        }

        var key = KeyOf(host, port);
        return outside.Contains(key) ? ProxyAnswer.LetThrough : Refuse(key);
    }

    /// <summary>Decides on an address that a client asks its proxy for without a tunnel. Nothing outside is let through that way, and it is counted.</summary>
    /// <param name="address">The whole address.</param>
    public ProxyAnswer DecidePlain(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IsAws(address.Host) ? Decide(address.Host, address.Port) : Refuse($"{address.Scheme}://{address.Authority}");
    }

    /// <summary>Gives a host and port as one text.</summary>
    public static string KeyOf(string host, int port) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{port}");

    private ProxyAnswer Refuse(string key)
    {
        lock (_gate)
        {
            _count++;
            if (_refused.TryGetValue(key, out var times))
            {
                _refused[key] = times + 1;
            }
            else if (_refused.Count < MaxListed)
            {
                _refused.Add(key, 1);
            }
        }

        return ProxyAnswer.Refused;
    }
}
