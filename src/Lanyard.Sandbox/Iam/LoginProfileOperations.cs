using Lanyard.Aws.Secrets;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on passwords of users, and on the rules for them.</summary>
internal static class LoginProfileOperations
{
    // The service model wants a name, and no page has the root user's.
    private const string RootName = "root";

    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateLoginProfile", Create), new("GetLoginProfile", Get), new("UpdateLoginProfile", Update), new("DeleteLoginProfile", Delete), new("ChangePassword", Change),
        new("UpdateAccountPasswordPolicy", UpdatePolicy), new("GetAccountPasswordPolicy", GetPolicy), new("DeleteAccountPasswordPolicy", DeletePolicy),
    ];

    private static void Create(IamCall call)
    {
        if (IsOfRootSession(call))
        {
            CreateOfRoot(call);
            return;
        }

        var (password, mustChange) = (call.Parameters.Required("Password", 1, 128), call.Parameters.Flag("PasswordResetRequired") ?? false);
        var user = call.UserOrCaller();
        if (user.Login is not null)
        {
            throw IamFaults.AlreadyExists($"Login Profile for user {user.Name} already exists.");
        }

        user = user with { Login = new LoginProfile(call.Now, mustChange, Conforming(call, password)) };
        call.Account.Users.Put(user);
        Write(call, user, user.Login);
    }

    private static void Get(IamCall call)
    {
        if (IsOfRootSession(call))
        {
            WriteOfRoot(call, LoginOfRoot(call));
            return;
        }

        var user = call.UserOrCaller();
        Write(call, user, LoginOf(user));
    }

    // "CreateLoginProfile", IAM API Reference: a session of AssumeRoot leaves the user name out, and the password: its owner sets one by e-mail.
    private static bool IsOfRootSession(IamCall call) => call.IsOfRoot && call.Caller.IsAssumedRoot;

    private static void CreateOfRoot(IamCall call)
    {
        if (call.Parameters.Has("Password"))
        {
            throw IamFaults.Validation("Password must be omitted with the credentials of AssumeRoot.");
        }

        call.Authorize(call.Account.Root);
        if (call.Account.RootLogin is not null)
        {
            throw IamFaults.AlreadyExists($"Login Profile for user {RootName} already exists.");
        }

        call.Account.RootLogin = call.Now;
        WriteOfRoot(call, call.Now);
    }

    private static DateTimeOffset LoginOfRoot(IamCall call)
    {
        call.Authorize(call.Account.Root);
        return call.Account.RootLogin ?? throw IamFaults.NoSuchEntity($"Login Profile for User {RootName} cannot be found.");
    }

    private static void WriteOfRoot(IamCall call, DateTimeOffset created) =>
        call.Result.Group("LoginProfile", () => call.Result.Text("UserName", RootName).Date("CreateDate", created).Flag("PasswordResetRequired", false));

    private static void Update(IamCall call)
    {
        var (password, mustChange) = (call.Parameters.Optional("Password", 1, 128), call.Parameters.Flag("PasswordResetRequired"));
        var user = call.User();
        var login = LoginOf(user);
        call.Account.Users.Put(user with
        {
            Login = login with
            {
                MustChange = mustChange ?? login.MustChange,
                Password = password is null ? login.Password : Conforming(call, password),
            },
        });
    }

    private static void Delete(IamCall call)
    {
        if (IsOfRootSession(call))
        {
            LoginOfRoot(call);
            call.Account.RootLogin = null;
            return;
        }

        var user = call.UserOrCaller();
        LoginOf(user);
        call.Account.Users.Put(user with { Login = null });
    }

    private static void Change(IamCall call)
    {
        var (old, next) = (call.Parameters.Required("OldPassword", 1, 128), call.Parameters.Required("NewPassword", 1, 128));
        if (call.Caller.Kind is not (CallerKind.User or CallerKind.UserSession))
        {
            throw new ServiceFault("InvalidUserType", 400, "Only IAM Users can change their own password.");
        }

        var user = call.User(call.Caller.Name);
        var login = LoginOf(user);
        if (!login.Password.FixedTimeEquals(old))
        {
            throw new ServiceFault("AccessDenied", 403, "The old password was incorrect.");
        }

        call.Account.Users.Put(user with { Login = login with { MustChange = false, Password = Conforming(call, next) } });
    }

    private static void UpdatePolicy(IamCall call)
    {
        var p = call.Parameters;
        var policy = new PasswordPolicy
        {
            MinimumLength = p.Number("MinimumPasswordLength", 6, 128) ?? 6,
            RequiresSymbols = p.Flag("RequireSymbols") ?? false,
            RequiresNumbers = p.Flag("RequireNumbers") ?? false,
            RequiresUppercase = p.Flag("RequireUppercaseCharacters") ?? false,
            RequiresLowercase = p.Flag("RequireLowercaseCharacters") ?? false,
            LetsUsersChange = p.Flag("AllowUsersToChangePassword") ?? false,
            MaxAge = p.Number("MaxPasswordAge", 1, 1095),
            ReusePrevention = p.Number("PasswordReusePrevention", 1, 24),
            HasHardExpiry = p.Flag("HardExpiry") ?? false,
        };
        call.Authorize("*");
        call.Account.PasswordPolicy = policy;
    }

    private static void GetPolicy(IamCall call)
    {
        call.Authorize("*");
        var policy = call.Account.PasswordPolicy ?? throw NoPolicy(call);
        call.Result.Group("PasswordPolicy", () => call.Result
            .Number("MinimumPasswordLength", policy.MinimumLength)
            .Flag("RequireSymbols", policy.RequiresSymbols)
            .Flag("RequireNumbers", policy.RequiresNumbers)
            .Flag("RequireUppercaseCharacters", policy.RequiresUppercase)
            .Flag("RequireLowercaseCharacters", policy.RequiresLowercase)
            .Flag("AllowUsersToChangePassword", policy.LetsUsersChange)
            .Flag("ExpirePasswords", policy.MaxAge is not null)
            .Number("MaxPasswordAge", policy.MaxAge)
            .Number("PasswordReusePrevention", policy.ReusePrevention)
            .Flag("HardExpiry", policy.HasHardExpiry));
    }

    private static void DeletePolicy(IamCall call)
    {
        call.Authorize("*");
        call.Account.PasswordPolicy = call.Account.PasswordPolicy is null ? throw NoPolicy(call) : null;
    }

    private static ServiceFault NoPolicy(IamCall call) => IamFaults.NoSuchEntity($"The Password Policy with domain name {call.Account.Id} cannot be found.");

    private static LoginProfile LoginOf(User user) => user.Login ?? throw IamFaults.NoSuchEntity($"Login Profile for User {user.Name} cannot be found.");

    private static void Write(IamCall call, User user, LoginProfile login) => call.Result.Group("LoginProfile", () => call.Result
        .Text("UserName", user.Name)
        .Date("CreateDate", login.Created)
        .Flag("PasswordResetRequired", login.MustChange));

    // "Set an account password policy for IAM users", IAM User Guide: without one, 8 characters of three of the four kinds.
    private static Secret Conforming(IamCall call, string password)
    {
        bool[] kinds = [password.Any(char.IsAsciiLetterUpper), password.Any(char.IsAsciiLetterLower), password.Any(char.IsAsciiDigit), password.Any(c => !char.IsAsciiLetterOrDigit(c))];
        var conforms = call.Account.PasswordPolicy is not { } policy
            ? password.Length >= 8 && kinds.Count(k => k) >= 3
            : password.Length >= policy.MinimumLength
                && (kinds[0] || !policy.RequiresUppercase) && (kinds[1] || !policy.RequiresLowercase)
                && (kinds[2] || !policy.RequiresNumbers) && (kinds[3] || !policy.RequiresSymbols);
        return conforms ? new Secret(password) : throw new ServiceFault("PasswordPolicyViolation", 400, "Password does not conform to the account password policy.");
    }
}
