using System.Net;
using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.SignIn;

/// <summary>
/// Signs in on the sandbox's page without a person: fetches it, posts its forms as a browser would, and follows the last redirect
/// to the waiting program. Speaks to the sandbox and to loopback addresses, nobody else.
/// </summary>
/// <param name="http">What sends; it must not follow redirects itself.</param>
/// <param name="sandbox">The sandbox's base address.</param>
public sealed class SignInApprover(HttpMessageInvoker http, Uri sandbox)
{
    private const int MaxPages = 5;

    /// <summary>Signs in and allows access.</summary>
    /// <param name="signInUrl">The page that the program wants a browser to open; one of an AWS host is asked of the sandbox.</param>
    /// <param name="userName">The user.</param>
    /// <param name="password">The user's password.</param>
    /// <param name="cancellationToken">Stops the sign-in.</param>
    /// <returns>Where it ended.</returns>
    /// <exception cref="SignInApprovalException">The page is not the sandbox's, or said no.</exception>
    public async Task<SignInEnd> ApproveAsync(Uri signInUrl, string userName, Secret password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signInUrl);
        ArgumentNullException.ThrowIfNull(password);
        var page = ToSandbox(signInUrl);
        var answer = await SendAsync(page, null, cancellationToken).ConfigureAwait(false);
        for (var pages = 0; pages < MaxPages; pages++)
        {
            if (answer.Status is 302 or 303 && answer.Location?.StartsWith('/') == true)
            {
                answer = await SendAsync(new Uri(page, answer.Location), null, cancellationToken).ConfigureAwait(false);
                return new SignInEnd(null, CarriedCode(answer.Text) ?? throw new SignInApprovalException("the sign-in page gave no code"));
            }

            if (answer.Status is 302 or 303)
            {
                return await FollowAsync(page, answer.Location, cancellationToken).ConfigureAwait(false);
            }

            if (answer.Status != 200)
            {
                throw new SignInApprovalException($"the sign-in page answered {answer.Status}");
            }

            if (HtmlForm.Read(answer.Text) is not { } form)
            {
                return new SignInEnd(null, null);
            }

            page = ToSandbox(new Uri(page, form.Action));
            answer = await SendAsync(page, Fill(form, userName, password), cancellationToken).ConfigureAwait(false);
        }

        throw new SignInApprovalException("the sign-in page keeps asking");
    }

    private static HtmlForm Fill(HtmlForm form, string userName, Secret password)
    {
        if (form.Method != "POST")
        {
            throw new SignInApprovalException("the sign-in page asks for a code; open the address that has the code in it");
        }

        return form.Has("password") ? form.With("username", userName).With("password", password.Reveal()) : form.With("decision", "allow");
    }

    private Uri ToSandbox(Uri url)
    {
        if (url.Authority == sandbox.Authority && url.Scheme == sandbox.Scheme)
        {
            return url;
        }

        return url.Scheme == Uri.UriSchemeHttps && AwsHost.Parse(url.Host) is not null
            ? new Uri(sandbox, url.PathAndQuery)
            : throw new SignInApprovalException($"{url.GetLeftPart(UriPartial.Authority)} is not the sandbox; a password is sent nowhere else");
    }

    private async Task<SignInEnd> FollowAsync(Uri page, string? location, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(page, location, out var target) || target.Scheme != Uri.UriSchemeHttp || !AwsHost.IsLoopback(target.Host))
        {
            throw new SignInApprovalException("the sign-in page redirects to an address that isn't on this computer");
        }

        var answer = await SendAsync(target, null, cancellationToken).ConfigureAwait(false);
        var where = new Uri(target.GetLeftPart(UriPartial.Path));
        var error = QueryString.Get(QueryString.Parse(target.Query.TrimStart('?')), "error");
        return error is null && answer.Status < 400
            ? new SignInEnd(where, null)
            : throw new SignInApprovalException(error is null ? $"{where} answered {answer.Status}" : $"the sign-in was refused: {error}");
    }

    private static Secret? CarriedCode(string html)
    {
        const string Start = $"id=\"{SignInPages.CarriedCodeId}\">";
        var at = html.IndexOf(Start, StringComparison.Ordinal);
        var end = at < 0 ? -1 : html.IndexOf('<', at + Start.Length);
        return end < 0 ? null : Secret.FromOptional(WebUtility.HtmlDecode(html[(at + Start.Length)..end]));
    }

    private async Task<(int Status, string? Location, string Text)> SendAsync(Uri url, HtmlForm? form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, url);
        if (form is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(QueryString.Format(form.Fields)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }

        try
        {
            using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var text = answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false) : "";
            return ((int)answer.StatusCode, answer.Headers.Location?.OriginalString, text);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new SignInApprovalException($"no answer from {url.GetLeftPart(UriPartial.Authority)}: {e.Message}");
        }
    }
}

/// <summary>Where a sign-in ended.</summary>
/// <param name="CalledBack">The loopback address that was called, without its query; <see langword="null"/> where none was.</param>
/// <param name="CarriedCode">The code that the last page showed for a terminal elsewhere; <see langword="null"/> where it showed none.</param>
public sealed record SignInEnd(Uri? CalledBack, Secret? CarriedCode);

/// <summary>The sandbox's sign-in page couldn't be approved.</summary>
/// <param name="message">Why.</param>
public sealed class SignInApprovalException(string message) : Exception(message);
