"""What single sign-on adds to the site's checks and to the doctor."""

from accounts.single_sign_on import checks
from chatsite.doctor.findings import examinations

examinations.append(checks.examine_providers)
