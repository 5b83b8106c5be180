"""Which services of Apprise are offered: those that are spoken to over HTTP alone.

Apprise makes its own connections, so each goes through the egress proxy, which speaks HTTP. Mail, MQTT, XMPP, IRC and
AMQP would pass it by, and services of this machine (D-Bus, syslog) are none of a server's.
"""

from __future__ import annotations

_CHAT = (
    "dingtalk discord feishu flock gchat groupme humhub humhubs kook lark line mmost mmosts nctalk nctalks qq "
    "revolt ringc rocket rockets ryver slack synology synologys tgram threema twist webex wecombot whatsapp workflow "
    "workflows wxteams zulip"
)
_PHONE = (
    "bark barks chanify gotify gotifys ntfy ntfys onesignal pbul pover prowl push pushdeer pushdeers pushed pushme "
    "pushplus pushy schan simplepush spush wxpusher"
)
_ON_CALL = (
    "betterstack firehydrant goalert goalerts ilert incidentio opsgenie pagerduty pagertree signl4 spike splunk "
    "squadcast victorops"
)
_SMS = (
    "clickatell clicksend freemobile httpsms infobip msg91 nexmo plivo seven signal signals sinch telnyx twilio vonage"
)
_MAIL = "brevo mailersend mailgun postmark resend sendgrid smtp2go sparkpost"
_OTHER = (
    "apprise apprises bluesky form forms hassio hassios ifttt json jsons lametric lametrics mastodon mastodons misskey "
    "misskeys notifiarr toot toots xml xmls"
)

SCHEMES = frozenset(" ".join((_CHAT, _PHONE, _ON_CALL, _SMS, _MAIL, _OTHER)).split())
"""The beginnings of their URLs."""

REFUSED_PARAMETERS = {
    "redirect": "redirects are never followed",
    "template": "files of the server are never read",
}
"""Of Apprise's URLs, with the reason."""
